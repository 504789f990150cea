/** The package as another program uses it: `startKernel` of the built index. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type * as Package from '../../src/kernel/index.ts';
import { ROOT, Sandbox } from '../support/processes.ts';

const { startKernel, parseConfig } = (await import(pathToFileURL(join(ROOT, 'dist', 'index.mjs')).href)) as typeof Package;

let box: Sandbox;
let kernel: Package.KernelHandle;
beforeEach(async () => {
  box = new Sandbox();
  kernel = await startKernel({ id: 'embedded', cwd: box.folder, env: { GREETING: 'hello' } });
});
afterEach(async () => {
  await kernel.shutdown();
  await box.dispose();
});

describe('startKernel', () => {
  it('runs code with output, environment and events', async () => {
    const types: string[] = [];
    kernel.onEvent('execution.', (event) => types.push(event.event_type));
    const output: string[] = [];
    const end = await kernel.execute('print(os.getenv("GREETING"), os.getenv("HOME"), ...) return 42', {
      args: ['x'],
      onOutput: ({ data }) => void output.push(Buffer.from(data).toString()),
    });
    expect(end).toEqual({ exitCode: 0, reason: 'done', result: '42' });
    expect(output.join('')).toBe('hello\tnil\tx\n');
    expect(types).toEqual(['execution.start', 'execution.end']);
  });

  it('runs files, several at once, and refuses what is none', async () => {
    const script = box.file('a.lua', 'return ...');
    const ends = await Promise.all(['a', 'b', 'c'].map((arg) => kernel.executeFile(script, { args: [arg] })));
    expect(ends.map((end) => end.result)).toEqual(['a', 'b', 'c']);
    await expect(kernel.executeFile(join(box.folder, 'none.lua'))).rejects.toThrow(/script not found/);
  });

  it('ends a script by its signal', async () => {
    const controller = new AbortController();
    const running = kernel.execute('print("up") while true do end', { signal: controller.signal, onOutput: () => controller.abort() });
    expect(await running).toMatchObject({ reason: 'interrupted' });
  });

  it('lives beside another with limits of its own', async () => {
    const { config } = await parseConfig('/c.toml', '[kernel.limits]\nmax_memory_mb = 16\n');
    const small = await startKernel({ config });
    const hungry = 'local t = {} for i = 1, 100 do t[i] = ("x"):rep(1000000) .. i end return #t';
    expect(await small.execute(hungry)).toMatchObject({ reason: 'error', error: expect.stringContaining('not enough memory') as string });
    expect(await kernel.execute(hungry)).toMatchObject({ result: '100' });
    await small.shutdown();
  });

  it('ends all scripts with it', async () => {
    let up!: () => void;
    const started = new Promise<void>((resolve) => (up = resolve));
    const running = kernel.execute('print("up") while true do end', { onOutput: () => up() });
    await started;
    await kernel.shutdown();
    expect(await running).toMatchObject({ reason: 'terminated' });
    await expect(kernel.execute('return 1')).rejects.toThrow(/kernel is ending/);
  });
});
