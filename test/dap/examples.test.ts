/** The examples: they end as they say, and what the comments of breakpoints.lua tell the reader to try happens as they tell. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { scopeRef, top } from './agent-scene.ts';
import type { StdioAdapter } from './client.ts';
import { scratch } from './script.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');

/** A copy, which a test may edit. */
function example(name: string): { readonly path: string; readonly text: string; line(text: string): number } {
  const folder = scratch();
  cpSync(EXAMPLES, folder, { recursive: true });
  const path = join(folder, name);
  const text = readFileSync(path, 'utf8');
  const line = (part: string): number => {
    const index = text.split('\n').findIndex((each) => !each.startsWith('--') && each.includes(part));
    if (index < 0) throw new Error(`${name} has no line with ${part}`);
    return index + 1;
  };
  return { path, text, line };
}

test.each([
  ['agents.lua', 0, /A talk about agents you can step through\n(.*\n)+$/],
  ['breakpoints.lua', 0, /^soup for 3: .*\n.*\n.*\nsoup, risotto, tart: 64\.50\n$/],
  ['errors.lua', 1, /\n3\.\tfalse\tnot_a_number\n$/],
  ['life.lua', 0, /^generation 1, 5 alive\n/],
] as const)('%s ends with %i, alone and debugged alike', async (name, exitCode, output) => {
  const { path } = example(name);
  const [alone, debugged] = await Promise.all(
    [true, false].map(async (noDebug) => {
      const dap = adapter();
      await dap.launch(path, { noDebug });
      expect(await dap.exitCode()).toBe(exitCode);
      return dap.output('stdout');
    }),
  );
  expect(alone).toMatch(output);
  expect(debugged).toBe(alone);
});

describe('what breakpoints.lua tells to try', () => {
  const program = (): ReturnType<typeof example> => example('breakpoints.lua');
  const filters = (dap: StdioAdapter, ...filterOptions: readonly { filterId: string; condition?: string }[]): Promise<unknown> => dap.request('setExceptionBreakpoints', { filters: [], filterOptions });

  test('1. the prompt of an agent is another one before it is sent, and an answer is stopped at', async () => {
    const { path, line } = program();
    const dap = adapter();
    const condition = 'request.agent == "guest"';
    await dap.launch(path, {}, () => filters(dap, { filterId: 'agent_call', condition }, { filterId: 'agent_response', condition: '#response.text > 350' }));
    const { frameId, line: at, threadId } = await top(dap, 'agent_call');
    expect(at).toBe(line('agent:execute'));
    const request = await scopeRef(dap, frameId, 'Request');
    await dap.request('setVariable', { variablesReference: request, name: 'prompt', value: '"Is there bread?"' });
    await filters(dap, { filterId: 'agent_response', condition: '#response.text > 350' });
    await dap.request('continue', { threadId });
    const answered = await top(dap, 'agent_response');
    expect(await dap.evaluate('response.text', answered.frameId)).toContain('you asked \\"How was the risotto?\\"');
    // The praise of the soup is the answer to the other question.
    expect(dap.output('stdout')).toMatch(/^soup for 3: 307 letters of recipe, (?!330 )\d+ of praise\n$/);
    await dap.quit();
  });

  test('2. thirty guests instead of three', async () => {
    const { path, line } = program();
    const dap = adapter();
    await dap.launch(path, {}, () => filters(dap, { filterId: 'tool_call' }));
    const { frameId, line: at, threadId } = await top(dap, 'tool_call');
    expect(at).toBe(line('Tool.execute'));
    expect(await dap.evaluate('request.params.input', frameId)).toBe('"4.5 * 3"');
    await dap.request('setExpression', { expression: 'request.params.input', value: '"4.5 * 30"', frameId });
    await filters(dap);
    await dap.request('next', { threadId });
    const after = await dap.stopped('step');
    expect(await dap.evaluate('sum.result.result', (await dap.stack(after.threadId))[0]!.id)).toBe('135');
    await dap.quit();
  });

  test('3. the total is watched, and each stop says what it was before', async () => {
    const { path, line } = program();
    const dap = adapter();
    await dap.launch(path, {}, () => dap.breakpoints(path, [line('table.insert')]));
    const { threadId } = await dap.stopped('breakpoint');
    const frameId = (await dap.stack(threadId))[0]!.id;
    const bill = (await dap.variables(await scopeRef(dap, frameId, 'Upvalues'))).find(({ name }) => name === 'bill')!;
    const { dataId } = await dap.request('dataBreakpointInfo', { variablesReference: bill.variablesReference, name: 'total' });
    await dap.request('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] });
    await dap.breakpoints(path, []);
    for (const change of ['0 → 13.5', '13.5 → 46.5', '46.5 → 64.5']) {
      await dap.request('continue', { threadId });
      const stop = await dap.stopped('data breakpoint');
      expect(stop.text).toContain(`: ${change}`);
      expect((await dap.stack(stop.threadId))[0]!.line).toBe(line('bill.total + price_of'));
    }
    await dap.request('continue', { threadId });
    expect(await dap.exitCode()).toBe(0);
  });

  test('4. a saved edit runs from the next call on, and the bill keeps what it has', async () => {
    const { path, text, line } = program();
    const dap = adapter();
    await dap.launch(path, {}, () => dap.breakpoints(path, [line('  charge(dish')]));
    const { threadId } = await dap.stopped('breakpoint');
    writeFileSync(path, text.replace('%s for %d', '%s feeds %d'));
    expect(await dap.request('fileSaved', { path })).toEqual({ replaced: ['entry'], kept: [], refused: [] });
    for (const total of ['0', '13.5']) {
      expect(await dap.evaluate('bill.total', (await dap.stack(threadId))[0]!.id)).toBe(total);
      await dap.request('continue', { threadId });
      await dap.stopped('breakpoint');
    }
    expect(dap.output('stdout')).toMatch(/^soup feeds 3: .*\nrisotto feeds 3: .*\n$/);
    await dap.quit();
  });

  test('5. the coroutine is a thread, in which the guest is asked again', async () => {
    const { path, line } = program();
    const dap = adapter();
    const [asks, yields] = [line('local remark'), line('coroutine.yield')];
    await dap.launch(path, {}, () => dap.breakpoints(path, [yields]));
    const { threadId } = await dap.stopped('breakpoint');
    expect((await dap.request('threads')).threads.map(({ name }) => name)).toEqual(['main (normal)', 'dinner (running)']);
    const { targets } = await dap.request('gotoTargets', { source: { path }, line: asks });
    await filters(dap, { filterId: 'agent_call' });
    await dap.request('goto', { threadId, targetId: targets[0]!.id });
    expect(await dap.stoppedAt('goto')).toContain(`:${asks}`);
    await dap.request('continue', { threadId });
    const again = await top(dap, 'agent_call');
    expect(await dap.evaluate('request.prompt', again.frameId)).toBe('"How was the soup?"');
    await dap.quit();
  });
});
