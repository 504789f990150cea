import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLI, Sandbox, sleeping, type Running } from '../support/processes.ts';

/** Waits for something a program shall do, and fails when it ends instead. */
const orEnded = (awaited: Promise<unknown>, running: Running): Promise<unknown> =>
  Promise.race([awaited, running.ended.then(({ stderr }) => Promise.reject(new Error(`it ended: ${stderr}`)))]);

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

describe('llmspell run', () => {
  it('passes output on byte for byte, and nothing else', async () => {
    const script = box.file('bytes.lua', String.raw`io.write("a\0b\xff\r\n"); print("ä", 1, 1.0, nil); io.stderr:write("to stderr")`);
    const { code, stdoutBytes, stderr } = await box.llmspell('run', script).ended;
    expect(stdoutBytes).toEqual(Buffer.concat([Buffer.from('a\0b'), Buffer.from([0xff]), Buffer.from('\r\nä\t1\t1.0\tnil\n')]));
    expect(stderr).toBe('to stderr');
    expect(code).toBe(0);
  });

  it('delivers a flood whole', async () => {
    const script = box.file('flood.lua', 'for i = 1, 200000 do io.write(i, "\\n") end');
    const { code, stdout } = await box.llmspell('run', script).ended;
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(200_001);
    expect(lines[199_999]).toBe('200000');
  });

  it('gives the script its arguments, with or without --', async () => {
    const script = box.file('args.lua', 'print(#arg, ...) print(arg[0])');
    const plain = await box.llmspell('run', 'args.lua', 'a', '--unknown', '-5', 'b').ended;
    expect(plain.stdout).toBe(`4\ta\t--unknown\t-5\tb\n${script}\n`);
    const separated = await box.llmspell('run', 'args.lua', '--', '--output', 'json').ended;
    expect(separated.stdout).toBe(`2\t--output\tjson\n${script}\n`);
    const ours = await box.llmspell('run', 'args.lua', 'a', '--trace', 'error', 'b').ended;
    expect(ours.stdout).toBe(`2\ta\tb\n${script}\n`);
  });

  it.each([
    ['print("x")', 0],
    ['error("x")', 1],
    ['os.exit(3)', 3],
    ['os.exit(true)', 0],
    ['os.exit(false)', 1],
    ['pcall(os.exit, 4)', 4],
    ['coroutine.wrap(function() os.exit(5) end)()', 5],
    ['return 7', 0],
  ])('%s ends with %d', async (code, exitCode) => {
    const ended = await box.llmspell('run', box.file('exit.lua', `io.write("before")\n${code}`)).ended;
    expect(ended.code).toBe(exitCode);
    expect(ended.stdout).toMatch(/^before/);
  });

  it('shows errors with whole paths and lines, without frames of ours', async () => {
    const script = box.file('deep/er/script.lua', 'local function inner()\n  error({})\nend\nlocal function outer()\n  local t = nil\n  return t.x\nend\nouter()');
    const { code, stdout, stderr } = await box.llmspell('run', script).ended;
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`${script}:6: attempt to index a nil value (local 't')`);
    expect(stderr).toContain(`${script}:8: in main chunk`);
    expect(stderr).not.toMatch(/\.m?js|\.ts\b|node:/);
  });

  it.each([
    ['missing.lua', undefined, /^error: script not found: .*\/missing\.lua\n$/],
    ['syntax.lua', 'local a\nlocal b = = 2', /syntax\.lua:2: unexpected symbol near '='\n$/],
    ['binary.lua', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), /binary\.lua is a binary file/],
    ['compiled.lua', Buffer.from('\x1bLuaS\0'), /compiled\.lua is a compiled Lua chunk/],
  ])('says what is wrong with %s', async (name, content, message) => {
    if (content !== undefined) box.file(name, content);
    const { code, stderr } = await box.llmspell('run', name).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\.m?js:|\bat \w/);
  });

  it('says so when the path is a folder', async () => {
    const { code, stderr } = await box.llmspell('run', '.').ended;
    expect([code, stderr]).toEqual([1, `error: ${box.folder} is not a file: give the path of a Lua script\n`]);
  });

  it('ends by Ctrl-C whatever the script does, also in pcall', async () => {
    const running = box.llmspell('run', box.file('loop.lua', 'print("looping")\nwhile true do pcall(function() while true do end end) end'));
    await running.saw(/looping/);
    running.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toBe('interrupted: the script was ended\n');
  });

  it('ends by Ctrl-C when one call of the script takes too long to be asked', async () => {
    const endless = 'print("matching")\nprint(("a"):rep(40):find(("a-"):rep(40) .. "b"))';
    const running = box.llmspell('run', box.file('pattern.lua', endless));
    await running.saw(/matching/);
    running.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 130, stderr: 'interrupted: the script was ended\n' });
  });

  it('ends by Ctrl-C when nobody takes its output', async () => {
    const running = box.llmspell('run', box.file('endless.lua', 'while true do print(("line"):rep(1000)) end'));
    await running.saw(/line/);
    running.process.stdout.pause();
    // The script has filled the pipe and its credit when it sleeps.
    await sleeping(running.pid);
    running.kill('SIGINT');
    const exited = new Promise((resolve) => running.process.on('exit', resolve));
    expect(await exited).toBe(130);
    running.process.stdout.resume();
    await running.ended;
  });

  it('stops quietly when nobody reads its output any more', async () => {
    const running = box.llmspell('run', box.file('endless.lua', 'while true do print("line") end'));
    await running.saw(/line/);
    running.process.stdout.destroy();
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([141, '']);
  });

  it('reads what is typed', async () => {
    const running = box.llmspell('run', box.file('read.lua', 'print(io.read()); print(io.read("n")); print(io.read("a")); print(io.read())'));
    running.process.stdin.end('first line\n42 rest\nmore');
    expect((await running.ended).stdout).toBe('first line\n42\n rest\nmore\nnil\n');
  });

  it('answers with one JSON document when asked to', async () => {
    const good = await box.llmspell('--output', 'json', 'run', box.file('good.lua', 'print("p") return 1, "two"')).ended;
    expect(JSON.parse(good.stdout)).toEqual({ status: 'success', result: '1\ttwo', stdout: 'p\n', stderr: '', error: null, exit_code: 0 });
    const bad = await box.llmspell('run', box.file('bad.lua', 'print("p") error("broken")'), '--output=json').ended;
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({ status: 'error', stdout: 'p\n', error: expect.stringContaining('bad.lua:1: broken') as string, exit_code: 1 });
    const missing = await box.llmspell('run', 'none.lua', '--output', 'json').ended;
    expect(JSON.parse(missing.stdout)).toMatchObject({ status: 'error', error: expect.stringContaining('script not found') as string });
  });

  it('tells configuration problems with file and line, and goes on after warnings', async () => {
    const config = box.file('llmspell.toml', '[kernel]\nprot = 1\n');
    const { code, stdout, stderr } = await box.llmspell('run', box.file('a.lua', 'print("ran")')).ended;
    expect([code, stdout]).toEqual([0, 'ran\n']);
    expect(stderr).toBe(`${config}:2: warning: unknown key "kernel.prot" (did you mean "port"?); it is ignored\n`);
    const broken = await box.llmspell('-c', box.file('broken.toml', '[kernel\n'), 'run', 'a.lua').ended;
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(/^\/.*\/broken\.toml:1: error: broken TOML/);
  });

  it('writes its log into the file of the configuration', async () => {
    const log = join(box.folder, 'logs', 'run.log');
    box.file('llmspell.toml', `[logging]\nlog_file = "logs/run.log"\nlog_level = "info"\n`);
    const { stderr } = await box.llmspell('run', box.file('a.lua', 'print("ran")')).ended;
    expect(stderr).toBe('');
    const lines = readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { msg: string });
    expect(lines.map(({ msg }) => msg)).toEqual([`${join(box.folder, 'a.lua')} started`, `${join(box.folder, 'a.lua')} ended`]);
  });

  it('keeps to the time limit of the configuration, and names its key', async () => {
    box.file('llmspell.toml', '[kernel]\nmax_execution_time_secs = 0.2\n');
    const { code, stderr } = await box.llmspell('run', box.file('slow.lua', 'while true do end')).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/longer than max_execution_time_secs = 0.2 under \[kernel\] in \S+llmspell\.toml:2 allows/);
  });

  it('survives a script that uses up its worker', async () => {
    box.file('llmspell.toml', '[kernel.limits]\nmax_memory_mb = 0\n');
    const script = box.file('hungry.lua', 'local t, i = {}, 0\nwhile true do i = i + 1 t[i] = { i } end');
    const { code, stderr } = await box.start(CLI, ['run', script], { NODE_OPTIONS: '--max-old-space-size=100' }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^the script used more memory than its worker can have \(no limit is set\): .*max_memory_mb under \[kernel.limits\]/);
  });

  it('keeps to the memory limit, failing the script alone', async () => {
    box.file('llmspell.toml', '[kernel.limits]\nmax_memory_mb = 32\n');
    const script = box.file('big.lua', 'local t = {}\nwhile true do t[#t + 1] = ("x"):rep(1000) .. #t end');
    const { code, stderr } = await box.llmspell('run', script).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('not enough memory');
  });
});

describe('llmspell run with an agent that does not answer', () => {
  let server: Server;
  let asked: Promise<void>;
  let left: Promise<void>;
  beforeEach(async () => {
    asked = new Promise((resolveAsked) => {
      left = new Promise((resolveLeft) => {
        server = createServer((request) => {
          request.socket.on('close', resolveLeft);
          resolveAsked();
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    box.file('llmspell.toml', `[providers.mute]\nprovider_type = "openai_compatible"\nbase_url = "http://127.0.0.1:${port}/v1"\napi_key = "sk-anything"\n`);
    box.file('ask.lua', 'local agent = Agent.builder():name("a"):model("mute/m"):build()\nprint("asking")\nprint(agent:execute({ prompt = "?" }).text)');
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('ends by Ctrl-C, cancels the request and says so', async () => {
    const running = box.llmspell('run', 'ask.lua');
    await orEnded(asked, running);
    running.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    await left;
    expect(code).toBe(130);
    expect(stdout).toBe('asking\n');
    expect(stderr).toBe(`interrupted: the script was ended, 1 request was cancelled: agent "a" (mute/m), asked at ${box.folder}/ask.lua:3\n`);
  });

  it('ends when the terminal is closed', async () => {
    const running = box.llmspell('run', 'ask.lua');
    await orEnded(asked, running);
    running.kill('SIGHUP');
    expect((await running.ended).code).toBe(129);
    await left;
  });
});

describe('llmspell exec', () => {
  it.each([
    [['6 * 7'], '42\n', 0],
    [['return 1, "a"'], '1\ta\n', 0],
    [['print("x")'], 'x\n', 0],
    [['local a = 1'], '', 0],
    [['...', 'p', 'q'], 'p\tq\n', 0],
    [['os.exit(9)'], '', 9],
  ])('%j prints %j', async (args, stdout, code) => {
    const ended = await box.llmspell('exec', ...args).ended;
    expect([ended.stdout, ended.code]).toEqual([stdout, code]);
  });

  it.each([
    ['return {a = {1, 2}, b = "x"}', '{"a":[1,2],"b":"x"}'],
    ['return {9223372036854775807, 1.5}', '[9223372036854775807,1.5]'],
    ['return 6 * 7', '"42"'],
    ['return {1}, "$&"', '"table: '],
    ['return {print}', '"table: '],
    ['local t = {} t.t = t return t', '"table: '],
    ['return nil', '"nil"'],
    ['local a = 1', 'null'],
  ])('answers %j in JSON with the value of a table, else with what Lua prints', async (code, result) => {
    const { stdout, code: exitCode } = await box.llmspell('exec', '--output', 'json', code).ended;
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`"result": ${result}`);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'success' });
  });

  it('shows errors', async () => {
    const { code, stderr } = await box.llmspell('exec', 'error("broken")').ended;
    expect(code).toBe(1);
    expect(stderr).toContain('exec:1: broken');
  });
});
