/** The debugger while the program waits for the host, and while the host calls the program back. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import { localProvider, modelServer, type ModelServer } from './model-server.ts';
import { script, type Script } from './script.ts';

interface Scene {
  readonly model: ModelServer;
  readonly program: Script;
  readonly dap: StdioAdapter;
}

async function scene(text: string, marks: readonly string[] = [], exceptions: readonly object[] = []): Promise<Scene> {
  const model = await modelServer();
  const program = script(`${model.agent}\n${text}`);
  const config = join(program.folder, 'llmspell.toml');
  writeFileSync(config, localProvider);
  const dap = adapter();
  await dap.launch(program.path, { config }, async () => {
    await dap.breakpoints(program.path, marks.map((mark) => program.at(mark)));
    await dap.request('setExceptionBreakpoints', { filters: [], filterOptions: exceptions });
  });
  return { model, program, dap };
}

const streaming = `
local seen = {}
local result = a:invokeStream({ prompt = "p" }, function(piece)
  seen[#seen + 1] = piece --@piece
end)
print(#seen, #result.text)
`;

test('stopped in a stream callback, the rest of the answer still arrives; later pieces come in order', async () => {
  const { model, program, dap } = await scene(streaming, ['piece']);
  const answer = await model.asked();
  answer.piece('first');
  const { threadId } = await dap.stopped('breakpoint');
  const frames = await dap.stack(threadId);
  expect(frames[0]!.line).toBe(program.at('piece'));
  expect(frames.some(({ name }) => name === 'main chunk')).toBe(true);
  expect(await dap.evaluate('piece', frames[0]!.id)).toBe('"first"');
  // More than any buffer between here and there holds: it can only leave if the kernel reads it.
  for (let count = 0; count < 200; count++) answer.piece('x'.repeat(50_000));
  await answer.end();
  await dap.breakpoints(program.path, []);
  await dap.request('continue', { threadId });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toMatch(/^\d+\t10000005\n$/);
});

test('steps lead through a callback and on to the next one', async () => {
  const { model, program, dap } = await scene(streaming.replace('--@piece', '--@piece\n  local n = #seen --@next'), ['piece']);
  const answer = await model.asked();
  answer.piece('one');
  await dap.stopped('breakpoint');
  await dap.request('next', { threadId: 1 });
  const top = (await dap.stack((await dap.stopped('step')).threadId))[0]!;
  expect(top.line).toBe(program.at('next'));
  await dap.request('continue', { threadId: 1 });
  answer.piece('two');
  await dap.stopped('breakpoint');
  await answer.end();
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('2\t6\n');
});

const waiting = '\nlocal before = 1\nlocal answer = a:execute({ prompt = "p" }) --@waits\nprint(answer.text)\n';

test('pause stops in a call that waits, shows where, and the answer is not lost', async () => {
  const { model, program, dap } = await scene(waiting);
  const answer = await model.asked();
  await dap.request('pause', { threadId: 1 });
  const { threadId } = await dap.stopped('pause');
  const own = (await dap.stack(threadId)).find((frame) => frame.source !== undefined)!;
  expect(own.line).toBe(program.at('waits'));
  expect(await dap.evaluate('before + 1', own.id)).toBe('2');
  answer.piece('late');
  await answer.end();
  await dap.request('next', { threadId });
  const stop = await dap.stopped('step');
  const after = (await dap.stack(stop.threadId)).find((frame) => frame.source !== undefined)!;
  expect([program.at('waits'), program.at('waits') + 1]).toContain(after.line);
  await dap.request('continue', { threadId });
  expect(await dap.exitCode()).toBe(0);
  expect(dap.output('stdout')).toBe('late\n');
});

test('breakpoints can be set while the program waits', async () => {
  const { model, program, dap } = await scene(waiting);
  const answer = await model.asked();
  const [placed] = await dap.breakpoints(program.path, [program.at('waits') + 1]);
  expect(placed).toMatchObject({ verified: true });
  answer.piece('x');
  await answer.end();
  await dap.stopped('breakpoint');
});

test('terminate ends a program that waits in a host call, and the request with it', async () => {
  const { model, dap } = await scene(waiting);
  const answer = await model.asked();
  await dap.request('terminate');
  expect(await dap.exitCode()).toBe(1);
  await answer.abandoned;
  expect(await dap.quit()).toBe(0);
});

test('an evaluation may ask an agent; waiting counts against no limit, and cancel ends it', async () => {
  const { model, program, dap } = await scene('\nprint("here") --@here\n', ['here']);
  await dap.stopped('breakpoint');
  const frameId = (await dap.stack(1))[0]!.id;
  const evaluation = dap.evaluate('a:execute({ prompt = "p" }).text', frameId);
  const answer = await model.asked();
  answer.piece('an answer');
  await answer.end();
  expect(await evaluation).toBe('"an answer"');
  const seq = dap.post('evaluate', { expression: 'a:execute({ prompt = "q" }).text', frameId, context: 'repl' });
  await model.asked();
  await dap.request('cancel', { requestId: seq });
  expect(await dap.response(seq)).toMatchObject({ success: false, message: 'cancelled' });
  expect((await dap.stack(1))[0]!.line).toBe(program.at('here'));
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
});

test('the filter for host errors stops where a host call fails, caught or not', async () => {
  const { program, dap } = await scene('\nlocal b = Agent.create("b", { model = "nobody/x" }) --@fails\n', [], [{ filterId: 'host', condition: 'err:find("nobody")' }]);
  const stop = await dap.stopped('exception');
  expect(stop).toMatchObject({ text: expect.stringContaining('nobody') as string, description: 'Paused: a host call has failed' });
  expect((await dap.request('exceptionInfo', { threadId: stop.threadId })).exceptionId).toBe('host');
  expect((await dap.stack(stop.threadId)).find((frame) => frame.source !== undefined)!.line).toBe(program.at('fails'));
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(1);
});

test('an error in a callback stops under the filter for uncaught errors, inside the callback', async () => {
  const { model, program, dap } = await scene('\na:invokeStream({ prompt = "p" }, function(piece)\n  error("in " .. piece) --@raises\nend)\n', [], [{ filterId: 'uncaught' }]);
  const answer = await model.asked();
  answer.piece('one');
  const stop = await dap.stopped('exception');
  expect((await dap.stack(stop.threadId)).find((frame) => frame.source !== undefined)!.line).toBe(program.at('raises'));
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(1);
  expect(dap.output('stderr')).toContain('in one');
});
