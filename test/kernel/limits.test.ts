/** Limits of scripts that run side by side in one kernel: each ends the script that reaches it, and no other. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startEditorKernel, type EditorKernel } from '../support/editor-kernel.ts';
import { Sandbox } from '../support/processes.ts';

let box: Sandbox;
let kernel: EditorKernel;
let file: string;
beforeEach(async () => {
  box = new Sandbox();
  file = box.file('llmspell.toml', '[kernel]\nmax_execution_time_secs = 30\n[kernel.limits]\nmax_memory_mb = 16\nmax_output_mb = 1\n');
  kernel = await startEditorKernel(box);
});
afterEach(async () => {
  kernel.rpc.dispose();
  await box.dispose();
});

const COUNT = 'local n = 0 for i = 1, 3e6 do n = n + i % 7 end print(n)';

it.each([
  ['memory', 'local s = "x" while true do s = s .. s end', () => `the script kept more in memory than max_memory_mb = 16 under [kernel.limits] in ${file}:4 allows.`],
  ['output', 'pcall(function() while true do pcall(print, "more and more") end end)', () => `the script wrote more output than max_output_mb = 1 under [kernel.limits] in ${file}:5 allows.`],
  ['recursion', 'local function f() return 1 + f() end f()', () => 'main chunk'],
])('%s: the script beside it goes on, and the kernel runs the next one', async (_limit, text, message) => {
  const [limited, beside] = await Promise.all([kernel.execute(text), kernel.execute(COUNT)]);
  expect(limited).toMatchObject({ exitCode: 1, reason: 'error', error: expect.stringContaining(message()) as string });
  expect(beside).toMatchObject({ exitCode: 0, stdout: '8999997\n' });
  expect(await kernel.execute('print("next")')).toMatchObject({ exitCode: 0, stdout: 'next\n' });
});

it('what was written before the limit of output has arrived, to the byte', async () => {
  const { stdout, stderr } = await kernel.execute('io.stderr:write(("e"):rep(1000)) io.write(("x"):rep(3 << 20))');
  expect([stdout.length, stderr.length]).toEqual([(1 << 20) - 1000, 1000]);
});

it('ends a script whose last output goes beyond the limit only at its end', async () => {
  expect(await kernel.execute('io.stdout:setvbuf("full", 4 << 20) io.write(("x"):rep(2 << 20))')).toMatchObject({ exitCode: 1, error: expect.stringContaining('max_output_mb') as string });
});
