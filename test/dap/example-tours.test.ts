/** The examples about what scripts find around them: state, sessions, files, the sandbox, the profiler, the configuration. Each runs twice in one home and is debugged. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { scopeRef } from './agent-scene.ts';
import type { StdioAdapter } from './client.ts';
import { scratch } from './script.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');

interface Tour {
  readonly path: string;
  /** The first line with this text that is no comment. */
  line(text: string): number;
  /** Starts it where its configuration is, in a home and a temporary folder of its own. */
  start(args: object, configure?: (dap: StdioAdapter) => Promise<unknown>): Promise<StdioAdapter>;
  /** To its end; answers its output. Nothing of it is left behind but what is kept in the home. */
  run(args?: object): Promise<string>;
}

function tour(name: string): Tour {
  const box = scratch();
  const [home, temporary, folder] = ['home', 'tmp', 'examples'].map((each) => join(box, each)) as [string, string, string];
  mkdirSync(home);
  mkdirSync(temporary);
  cpSync(EXAMPLES, folder, { recursive: true });
  const path = join(folder, name);
  const files = readdirSync(folder);
  const lines = readFileSync(path, 'utf8').split('\n');
  const start: Tour['start'] = async (args, configure) => {
    const dap = adapter([], { HOME: home, TMPDIR: temporary });
    await dap.launch(path, { cwd: folder, ...args }, () => configure?.(dap) ?? Promise.resolve());
    return dap;
  };
  return {
    path,
    start,
    line(text) {
      const index = lines.findIndex((each) => !each.startsWith('--') && each.includes(text));
      if (index < 0) throw new Error(`${name} has no line with ${text}`);
      return index + 1;
    },
    async run(args = {}) {
      const dap = await start(args);
      expect(await dap.exitCode(), dap.output('stderr')).toBe(0);
      await dap.quit();
      expect(dap.output('stderr')).toBe('');
      expect(readdirSync(folder)).toEqual(files);
      expect(readdirSync(home).filter((each) => each !== '.llmspell')).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
      return dap.output('stdout');
    },
  };
}

/** Stops at a line and gives back how to ask there. */
async function stopIn(example: Tour, text: string, args: object = {}): Promise<{ dap: StdioAdapter; value(expression: string): Promise<string>; step(): Promise<number>; end(): Promise<string> }> {
  const dap = await example.start(args, (each) => each.breakpoints(example.path, [example.line(text)]));
  let { threadId } = await dap.stopped('breakpoint');
  const top = async (): Promise<{ id: number; line: number }> => (await dap.stack(threadId))[0]!;
  expect((await top()).line).toBe(example.line(text));
  return {
    dap,
    value: async (expression) => dap.evaluate(expression, (await top()).id),
    async step() {
      await dap.request('next', { threadId });
      ({ threadId } = await dap.stopped('step'));
      return (await top()).line;
    },
    async end() {
      await dap.breakpoints(example.path, []);
      await dap.request('continue', { threadId });
      expect(await dap.exitCode()).toBe(0);
      return dap.output('stdout');
    },
  };
}

describe('state.lua', () => {
  test('counts its days from run to run, alone and debugged', async () => {
    const example = tour('state.lua');
    const first = await example.run({ noDebug: true });
    expect(first).toMatch(/^1\. Day 1 of the café; run me again/);
    const second = await example.run();
    expect(second).toMatch(/^1\. Day 2 of the café\.\n/);
    expect(second).toContain('491 g of beans left.\n   With the version from before: "stock" in "custom:cafe" has version ');
    expect(second).toContain('4. Ada wants to be the barista: yes, it is Ada.\n4. Grace wants to be the barista: no, it is Ada.\n');
    expect(second).toContain('special: flat white\n   A moment later: nil\n');
    expect(second).toContain('says Ciao (from agent:waiter).\n6. The cook says Good morning (from global).\n');
    expect(second).toContain('7. The stock is lost: nil\n   It is back, with 491 g of beans.\n');
  });

  test('shows what comes out of the store as a table', async () => {
    const example = tour('state.lua');
    const at = await stopIn(example, 'stock.beans = stock.beans - grams');
    expect(await at.value('stock.beans')).toBe('500');
    expect(await at.value('stock.cakes[2]')).toBe('"carrot"');
    expect(await at.step()).toBe(example.line('stock, { version = version })'));
    expect(await at.value('stock.beans')).toBe('491');
    expect(await at.end()).toMatch(/Kept for the next run: barista, day, stock\n$/);
  });
});

describe('sessions.lua', () => {
  test('three runs write three drafts and end the work; the fourth begins anew', async () => {
    const example = tour('sessions.lua');
    expect(await example.run({ noDebug: true })).toMatch(/^1\. A poem \(new\), the mood is calm\.\n2\. This is draft 1 of 3\.\n(.*\n)*5\. Run me again for draft 2\.\n$/);
    expect(await example.run()).toMatch(/^1\. A poem \(taken up again\)(.*\n)*3\. poem\.txt, version 2: (.*\n)*4\. Version 2 is of round 2(.*\n)4\. Version 1 is of round 1/);
    expect(await example.run()).toMatch(/5\. One more artifact: session .* is completed and cannot take artifacts.*\n {3}Poems completed so far: 1\n$/);
    expect(await example.run()).toMatch(/^1\. A poem \(new\)/);
  });

  test('shows what an artifact is', async () => {
    const example = tour('sessions.lua');
    const at = await stopIn(example, 'return Artifact.get("", kept)');
    expect(await at.value('kept.sequence')).toBe('1');
    expect(await at.value('kept.session_id')).toMatch(/^"[0-9a-f-]{36}"$/);
    expect(await at.value('Artifact.get("", kept).metadata.custom.round')).toBe('1');
    expect(await at.value('Artifact.get("", kept).content == answer.text')).toBe('true');
    expect(await at.step()).toBe(example.line('local info = written.metadata'));
    expect(await at.value('written.metadata.mime_type')).toBe('"text/plain"');
    expect(await at.end()).toContain('The first draft and this one are the same.\n');
  });
});

describe('files.lua', () => {
  test('writes, reads and removes', async () => {
    const example = tour('files.lua');
    const output = await example.run();
    expect(output).toMatch(/^1\. 170 bytes, that begin with \{"at":"08:01","drink":"espresso","number":1,"price":2\.25\}\n/);
    expect(output).toContain('2. 08:03  tea        2.75, in all 7.50\n3. 22 bytes hold 9223372036854775807, 7.50 and café.\n');
    expect(output).toContain('4. Numbers:\t10\t31\t2.5\n5. The tool read 170 bytes: true\n6. nil, error 2: No such file or directory\n');
    expect(await example.run({ noDebug: true })).toBe(output);
  });

  test('is stopped with one order read and the others to come', async () => {
    const example = tour('files.lua');
    const at = await stopIn(example, 'total = total + order.price');
    expect(await at.value('order.drink')).toBe('"espresso"');
    expect(await at.value('orders')).toBe('Stream {done = false}');
    expect(await at.value('file')).toMatch(/^File \{path = ".*, mode = "r", closed = true\}$/);
    expect(await at.step()).toBe(example.line('in all'));
    expect(await at.value('total')).toBe('2.25');
    expect(at.dap.output('stdout')).not.toContain('flat white');
    expect(await at.end()).toMatch(/No such file or directory\n$/);
  });
});

describe('sandbox.lua', () => {
  test('runs the program that its llmspell.toml allows, and is told the key for the rest', async () => {
    const example = tour('sandbox.lua');
    const output = await example.run();
    const refused = output.split('\n').filter((line) => line.startsWith('   -> ') && !/^ {3}-> (allowed|hello)/.test(line));
    expect(output).toContain('2. Run echo\n   -> allowed\n   -> hello from a program\n');
    expect(refused.map((line) => /(allowed_\w+|"file" is no scheme)/.exec(line)?.[1])).toEqual([
      'allowed_paths',
      'allowed_paths',
      'allowed_paths',
      'allowed_commands',
      'allowed_commands',
      'allowed_hosts',
      'allowed_hosts',
      '"file" is no scheme',
      'allowed_paths',
    ]);
    expect(output).toContain(`${join(example.path, '../llmspell.toml')}\n`);
    expect(await example.run({ noDebug: true })).toBe(output);
  });

  test('runs none where nothing allows it', async () => {
    const example = tour('sandbox.lua');
    const output = await example.run({ cwd: scratch() });
    expect(output).toContain('Programs: no\n');
    expect(output).toContain('set allow_process_execution = true under [tools.system] in llmspell.toml\n');
  });

  test('is stopped before a tool is called', async () => {
    const example = tour('sandbox.lua');
    const dap = await example.start({}, (each) => each.request('setExceptionBreakpoints', { filters: ['tool_call'] }));
    const { threadId } = await dap.stopped('exception');
    const frame = (await dap.stack(threadId)).find(({ line }) => line === example.line('pcall(Tool.execute'))!;
    expect((await dap.variables(await scopeRef(dap, frame.id, 'Request'))).map(({ name }) => name)).toContain('params');
    expect(await dap.evaluate('url', frame.id)).toBe('"http://localhost:8080/admin"');
    await dap.request('setExceptionBreakpoints', { filters: [] });
    await dap.request('continue', { threadId });
    expect(await dap.exitCode()).toBe(0);
  });
});

describe('profiling.lua', () => {
  test('finds the slow function', async () => {
    const example = tour('profiling.lua');
    const output = await example.run();
    expect(output).toMatch(/^1\. The same text\. 3 laps in \d+ ms, \d+ looks\.\n2\. Performance report\n/);
    expect(output).toMatch(/ appended \(profiling\.lua:\d+\)\n/);
    expect(output).toContain('[waiting for AgentInstance:execute]');
    expect(output).toMatch(/\n3\. The widest flame, \d+ us: main chunk \(profiling\.lua:\d+\);/);
    expect(output).toContain('  itself = <circular>,\n');
    const [, before, after] = /4\. (\d+) KB in use before the collection, (\d+) KB after it/.exec(output)!;
    expect(Number(after)).toBeLessThan(Number(before));
    expect(await example.run({ noDebug: true })).toMatch(/^1\. The same text\. 3 laps/);
  });

  test('goes on measuring after a stop', async () => {
    const example = tour('profiling.lua');
    const at = await stopIn(example, 'return table.concat(parts)');
    expect(await at.value('#parts')).toBe('10000');
    expect(await at.value('Debug.isProfiling()')).toBe('true');
    expect(await at.step()).toBe(example.line('timer:lap("joined")'));
    expect(await at.value('timer:laps()[1].name')).toBe('"appended"');
    expect(await at.value('timer')).toBe('DebugTimer {name = "two ways", running = true, id = "timer-1"}');
    expect(await at.end()).toContain('The same text. 3 laps');
  });
});

describe('config.lua', () => {
  test('takes the provider from llmspell.toml, and its own where there is none', async () => {
    const example = tour('config.lua');
    const output = await example.run({ args: ['--drink', 'tea'] });
    expect(output).toMatch(/^1\. house is a provider of type demo; its model is barista\.\n {3}All providers: demo, house\n2\. \[demo\] .*"One tea, please"/);
    expect(output).toContain('3. kernel.limits.max_memory_mb = 512\n3. state.backend = lmdb\n');
    expect(output).toContain('   Taken back: true\n5. modify_providers: true\n5. modify_security: false\n5. access_secrets: false\n');
    rmSync(join(example.path, '../llmspell.toml'));
    const dap = await example.start({ noDebug: true });
    expect(await dap.exitCode()).toBe(0);
    expect(dap.output('stdout')).toMatch(/^1\. There is no llmspell\.toml with a provider "house" here: this run has its own\.\n1\. house is a provider of type demo/);
  });

  test('is stopped where it has changed its provider', async () => {
    const example = tour('config.lua');
    const at = await stopIn(example, 'local ok, refusal = pcall');
    expect(await at.value('Config.getProvider("house").enabled')).toBe('false');
    expect(await at.value('house.default_model')).toBe('"barista"');
    expect(await at.step()).toBe(example.line('print("4. Turned off'));
    expect(await at.value('ok')).toBe('false');
    expect(await at.end()).toMatch(/access_secrets: false\n$/);
  });
});
