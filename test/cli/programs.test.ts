/** Programs that a script of `llmspell run` has started: their output comes in its order, and none of them outlives the script, however that ends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox, type Running } from '../support/processes.ts';
import { STUBBORN, isAlive, stubbornIn } from '../support/stubborn-programs.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
  box.file('llmspell.toml', '[tools.system]\nallow_process_execution = true\nallowed_commands = ["sh"]\n');
});
afterEach(() => box.dispose());

const run = (lua: string): Running => box.llmspell('run', box.file('main.lua', lua.replaceAll('STUBBORN', () => `[==[${STUBBORN}]==]`)));

it('write in the order of the script', async () => {
  const { code, stdout, stderr } = await run(`
    io.write("one ") os.execute("printf 'two '") print("three")
    local p = io.popen("cat; printf 'five '", "w") p:write("four ") print(p:close())
    print(io.popen("printf 'read'; printf 'err' >&2"):read("a"))
  `).ended;
  expect([code, stdout, stderr]).toEqual([0, 'one two three\nfour five true\texit\t0\nread\n', 'err']);
});

it('that nobody closes have their input written and ended', async () => {
  await run('io.popen("cat > written", "w"):write("to the end")').ended;
  expect(readFileSync(join(box.folder, 'written'), 'utf8')).toBe('to the end');
});

describe.skipIf(process.platform !== 'linux')('do not outlive the script', () => {
  it.each<[string, string, number]>([
    ['that ends', '', 0],
    ['that fails', 'error("failed")', 1],
    ['that calls os.exit', 'pcall(os.exit, 7)', 7],
  ])('%s', async (_title, last, code) => {
    const running = run(`io.popen(STUBBORN) repeat until io.open("child") and io.open("child"):read() ${last}`);
    const pids = await stubbornIn(box.folder);
    expect((await running.ended).code).toBe(code);
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it.each<[string, string, NodeJS.Signals, number]>([
    ['Ctrl-C while it waits for the program', 'os.execute(STUBBORN)', 'SIGINT', 130],
    ['Ctrl-C while it reads from the program', 'io.popen(STUBBORN):read("a")', 'SIGINT', 130],
    ['Ctrl-C while it is busy', 'io.popen(STUBBORN) while true do end', 'SIGINT', 130],
    ['SIGTERM', 'io.popen(STUBBORN) while true do pcall(function() while true do end end) end', 'SIGTERM', 143],
  ])('ended by %s', async (_title, lua, signal, code) => {
    const running = run(lua);
    const pids = await stubbornIn(box.folder);
    expect(pids.map(isAlive)).toEqual([true, true]);
    running.kill(signal);
    expect((await running.ended).code).toBe(code);
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it('ended by its time limit', async () => {
    box.file('llmspell.toml', '[kernel]\nmax_execution_time_secs = 2\n[tools.system]\nallow_process_execution = true\nallowed_commands = ["sh"]\n');
    const running = run('os.execute(STUBBORN)');
    const pids = await stubbornIn(box.folder);
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('max_execution_time_secs = 2');
    expect(pids.map(isAlive)).toEqual([false, false]);
  });
});
