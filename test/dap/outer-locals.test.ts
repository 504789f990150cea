/** Locals of the functions around the one that has stopped, which that one does not use: they are themselves, never globals. */
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { script } from './script.ts';
import { stopAt } from './stop-at.ts';

const counting = `
local counter = { n = 3 }
local limit = 5
local function other() return counter, limit end
local function work(a)
  local b = a
  return b --@here
end
local later = 1
work(1)
print("counter is", counter.n, limit, _G.limit, later) --@end
`;

describe('a local of the chunk', () => {
  test('is read and set by name', async () => {
    const { dap, frame, program } = await stopAt(counting);
    for (const context of ['repl', 'watch', 'hover']) expect(await dap.evaluate('limit', frame.id, context)).toBe('5');
    expect(await dap.evaluate('counter.n + limit + b', frame.id, 'hover')).toBe('9');
    expect(await dap.evaluate('(function() return counter.n end)()', frame.id)).toBe('3');
    expect(await dap.evaluate('limit = limit + 1', frame.id)).toBe('');
    expect(await dap.evaluate('(other())', frame.id)).toBe('{n = 3}');
    expect(await dap.request('setExpression', { expression: 'counter.n', value: 'limit * 2', frameId: frame.id })).toMatchObject({ value: '12' });
    expect(await dap.request('setExpression', { expression: 'limit', value: '7', frameId: frame.id })).toMatchObject({ value: '7' });
    await dap.breakpoints(program.path, []);
    await dap.request('continue', { threadId: 1 });
    await dap.exitCode();
    expect(dap.output('stdout')).toBe('counter is\t12\t7\tnil\t1\n');
  });

  test('is offered, with its fields; one that is declared behind the function is a global', async () => {
    const { dap, frame } = await stopAt(counting);
    const offered = async (text: string): Promise<string[]> => (await dap.request('completions', { text, column: text.length + 1, frameId: frame.id })).targets.map(({ label }) => label);
    expect(await offered('lim')).toEqual(['limit']);
    expect(await offered('counter.')).toEqual(['n']);
    expect(await dap.evaluate('later', frame.id)).toBe('nil');
    expect(await dap.evaluate('counter.later', frame.id)).toBe('nil');
  });

  test('can be watched for writes', async () => {
    const { dap, frame } = await stopAt(counting);
    const info = await dap.request('dataBreakpointInfo', { name: 'limit', frameId: frame.id });
    expect(info.description).toMatch(/^limit, local of main chunk/);
    const field = await dap.request('dataBreakpointInfo', { name: 'counter.n', frameId: frame.id });
    expect(field).toMatchObject({ description: 'counter.n', canPersist: true, dataId: expect.stringMatching(/^local:/) as string });
  });

  test('counts in conditions and log messages', async () => {
    const program = script('local limit = 0\nlocal function work(a)\n  local b = a --@log\n  return b --@here\nend\nfor i = 1, 5 do limit = i work(i * 10) end');
    const dap = adapter();
    await dap.launch(program.path, {}, () =>
      dap.request('setBreakpoints', {
        source: { path: program.path },
        breakpoints: [{ line: program.at('here'), condition: 'limit == 3' }, { line: program.at('log'), logMessage: '{limit}: {a}' }],
      }),
    );
    const { threadId } = await dap.stopped('breakpoint');
    const [frame] = await dap.stack(threadId);
    expect(await dap.evaluate('b', frame!.id)).toBe('30');
    expect(dap.output('console')).toContain('1: 10\n');
    await dap.request('continue', { threadId });
    await dap.exitCode();
    expect(dap.events('stopped')).toHaveLength(1);
  });
});

test('inner variables hide those around, as in Lua', async () => {
  const { dap, frame } = await stopAt('local x, y, z = 1, 2, 3\nlocal function work(x)\n  do local y = 20 end\n  local z = 30\n  print(x, z) --@here\n  local y = 40\nend\nwork(10)');
  expect(await dap.evaluate('{x, y, z}', frame.id)).toBe('{10, 2, 30}');
});

test('of two activations of the function around it is the one that made the closure', async () => {
  const text = (inner: string): string => `local function outer(n)
  local hidden, used = n, n
  local function inner() ${inner}
    return 1 --@here
  end
  if n > 1 then return outer(n - 1) + inner() end
  return inner() + 0
end
outer(2)`;
  const { dap, frame } = await stopAt(text('local x = used'));
  expect(await dap.evaluate('hidden', frame.id)).toBe('1');
  // Lua makes one closure for both when it uses nothing of either.
  const shared = await stopAt(text(''));
  await expect(shared.dap.evaluate('hidden', shared.frame.id)).rejects.toThrow('select a frame of outer');
  expect(await shared.dap.evaluate('hidden', shared.frames[1]!.id)).toBe('1');
});

describe('what cannot be reached', () => {
  const gone = 'local function make()\n  local hidden = 1\n  return function()\n    return 1 --@here\n  end\nend\nlocal f = make()\nf()';

  test('is an error, and nothing is made of that name', async () => {
    const { dap, frame } = await stopAt(gone);
    const reason = 'hidden is a local of make that the function of line 3 does not use: it cannot be reached here; make has returned.';
    for (const context of ['repl', 'watch', 'hover']) await expect(dap.evaluate('hidden', frame.id, context)).rejects.toThrow(reason);
    await expect(dap.evaluate('hidden = 2', frame.id)).rejects.toThrow(reason);
    await expect(dap.request('setExpression', { expression: 'hidden', value: '2', frameId: frame.id })).rejects.toThrow(reason);
    expect(await dap.evaluate('_G.hidden', frame.id)).toBe('nil');
    expect(await dap.request('dataBreakpointInfo', { name: 'hidden', frameId: frame.id })).toMatchObject({ dataId: null });
  });

  test('is told once by a condition', async () => {
    const program = script(`${gone}\nf()`);
    const dap = adapter();
    await dap.launch(program.path, {}, () => dap.request('setBreakpoints', { source: { path: program.path }, breakpoints: [{ line: program.at('here'), condition: 'hidden == 1' }] }));
    await dap.exitCode();
    expect(dap.output('important').match(/hidden is a local of make/g)).toHaveLength(1);
  });
});

test('a chunk that has returned: what another of its functions has kept', async () => {
  const module = script('local kept, lost, M = 7, 8, {}\nfunction M.use() return kept end\nfunction M.stop()\n  return 1 --@here\nend\nreturn M');
  const { dap, frame } = await stopAt(`local M = dofile(${JSON.stringify(module.path)})\nlocal function run() M.stop() end\nrun() --@here\nprint(M.use())`);
  await dap.breakpoints(module.path, [module.at('here')]);
  await dap.request('continue', { threadId: 1 });
  await dap.stopped('breakpoint');
  const [inner] = await dap.stack(1);
  expect(inner!.name).toContain('stop');
  expect(await dap.evaluate('kept', inner!.id)).toBe('7');
  await dap.evaluate('kept = kept + 1', inner!.id);
  await expect(dap.evaluate('lost', inner!.id)).rejects.toThrow('the main chunk has returned');
  await dap.request('continue', { threadId: 1 });
  await dap.exitCode();
  expect(dap.output('stdout')).toBe('8\n');
  expect(frame.line).toBe(3);
});
