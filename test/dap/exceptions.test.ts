import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import type { Body } from './protocol.ts';
import { script, type Script } from './script.ts';

const text = `
local function risky(kind)
  local detail = "about " .. tostring(kind)
  if kind == "table" then error({ code = 7 }) end --@table
  if kind == "index" then return detail.x.y end --@index
  error("plain: " .. kind) --@plain
end
print(pcall(risky, "caught"))
print(select(2, pcall(risky, "index")))
local co = coroutine.create(risky)
print(coroutine.resume(co, "resumed"))
risky("uncaught") --@call
`;

async function run(filters: Body, source = text): Promise<{ dap: StdioAdapter; program: Script }> {
  const program = script(source);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.request('setExceptionBreakpoints', { filters: [], ...filters }));
  return { dap, program };
}

test('the filter for uncaught errors alone is on by default', async () => {
  const dap = adapter();
  const { exceptionBreakpointFilters } = await dap.initialize();
  expect(exceptionBreakpointFilters!.slice(0, 3).map(({ filter }) => filter)).toEqual(['uncaught', 'caught', 'host']);
  expect(exceptionBreakpointFilters!.filter((filter) => filter.default).map(({ filter }) => filter)).toEqual(['uncaught']);
});

describe('uncaught errors', () => {
  test('stop where they are raised, with the whole stack and its values', async () => {
    const { dap, program } = await run({ filters: ['uncaught'] });
    const stop = await dap.stopped('exception');
    expect(stop.text).toContain('plain: uncaught');
    const frames = (await dap.stack(1)).filter((frame) => frame.source !== undefined);
    expect(frames.map(({ name, line }) => `${name}:${line}`)).toEqual([`risky:${program.at('plain')}`, `main chunk:${program.at('call')}`]);
    expect(await dap.scope(frames[0]!.id, 'Locals')).toEqual({ detail: '"about uncaught"' });
    const info = await dap.request('exceptionInfo', { threadId: 1 });
    expect(info).toMatchObject({ exceptionId: 'uncaught error', breakMode: 'unhandled', description: expect.stringContaining('plain: uncaught') as string });
    expect(info.details!.stackTrace).toContain(`${program.path}:${program.at('call')}`);
    expect(info.details!.stackTrace).not.toContain('plain: uncaught');
    await dap.request('continue', { threadId: 1 });
    expect(await dap.exitCode()).toBe(1);
    expect(dap.events('stopped')).toHaveLength(1);
  });

  test('end the program with exit code 1 and a traceback with whole paths and no frames of ours', async () => {
    const { dap, program } = await run({});
    expect(await dap.exitCode()).toBe(1);
    const error = dap.output('stderr');
    expect(error).toContain(`${program.path}:${program.at('plain')}: plain: uncaught`);
    expect(error).toContain('stack traceback:');
    expect(error).toContain(`${program.path}:${program.at('call')}: in main chunk`);
    expect(error).not.toMatch(/node_modules|dist\/|\.mjs|\.ts:/);
    const last = dap.messages.filter((message) => message.type === 'event').map(({ event }) => event);
    expect(last.slice(-3)).toEqual(['output', 'exited', 'terminated']);
  });

  test('have their value as err in every frame, before the names of the frame, and as a scope where they were raised', async () => {
    const { dap } = await run({ filters: ['uncaught'] }, 'local err = "own"\nlocal function f() error({ code = 7, cause = { line = 3 } }) end\nlocal g = function() f() end\ng()\n');
    await dap.stopped('exception');
    const frames = await dap.stack(1);
    for (const { id } of frames) {
      for (const context of ['repl', 'watch', 'hover']) expect(await dap.evaluate('err.cause.line', id, context)).toBe('3');
    }
    const scopesOf = async (frameId: number): Promise<string[]> => (await dap.request('scopes', { frameId })).scopes.map(({ name }) => name);
    expect(frames.map(({ name }) => name)).toEqual(['error', 'f', 'g', 'main chunk']);
    expect((await scopesOf(frames[0]!.id))[0]).toBe('Error');
    expect((await scopesOf(frames[1]!.id))[0]).toBe('Error');
    expect(await scopesOf(frames[2]!.id)).not.toContain('Error');
    const inner = frames[1]!.id;
    expect(await dap.scope(inner, 'Error')).toEqual({ err: '{cause = {…}, code = 7}' });
    const [scope] = (await dap.request('scopes', { frameId: inner })).scopes;
    const [err] = await dap.variables(scope!.variablesReference);
    expect(err).toMatchObject({ evaluateName: 'err', presentationHint: { attributes: ['readOnly'] } });
    expect((await dap.variables(err!.variablesReference)).map(({ name, evaluateName }) => `${name}: ${evaluateName}`)).toEqual(['cause: err.cause', 'code: err.code']);
    const completed = await dap.request('completions', { text: 'err.c', column: 6, frameId: inner });
    expect(completed.targets.map(({ label }) => label)).toEqual(['cause', 'code']);
    expect((await dap.request('exceptionInfo', { threadId: 1 })).details).toMatchObject({ evaluateName: 'err', typeName: 'table' });
    await expect(dap.evaluate('err = 1', inner)).rejects.toThrow('err cannot be set');
    await expect(dap.request('setVariable', { variablesReference: scope!.variablesReference, name: 'err', value: '1' })).rejects.toThrow('err cannot be set');
    await dap.evaluate('err.code = 8', inner);
    expect(await dap.evaluate('err.code', inner)).toBe('8');
  });

  test('of every kind stop: a table as the error, an index of nil, a failed call', async () => {
    for (const [code, expected] of [
      ['error({ code = 7 })', '{code = 7}'],
      ['local t = nil; return t.x', 'attempt to index a nil value'],
      ['undefined()', 'attempt to call a nil value'],
      ['return 1 + {}', 'attempt to perform arithmetic on a table value'],
      ['string.rep()', 'bad argument #1'],
    ] as const) {
      const { dap } = await run({ filters: ['uncaught'] }, `${code}\n`);
      expect((await dap.stopped('exception')).text).toContain(expected);
    }
  });

  test('are not stopped at without the filter, nor are caught ones with it', async () => {
    const { dap } = await run({});
    expect(await dap.exitCode()).toBe(1);
    expect(dap.events('stopped')).toHaveLength(0);
    expect(dap.output('stdout').split('\n')).toHaveLength(4);
  });
});

describe('caught errors', () => {
  test('stop each time when asked for, and the program behaves the same', async () => {
    const { dap, program } = await run({ filters: ['caught'] });
    const lines: number[] = [];
    for (;;) {
      const stop = await dap.stoppedOrEnded();
      if (stop === undefined) break;
      lines.push((await dap.stack(stop.threadId)).find((frame) => frame.source)!.line);
      await dap.request('continue', { threadId: stop.threadId });
    }
    expect(lines).toEqual([program.at('plain'), program.at('index'), program.at('plain')]);
    const undisturbed = await run({});
    await undisturbed.dap.exitCode();
    const withoutPath = (output: string, path: string): string => output.replaceAll(path, '');
    expect(withoutPath(dap.output('stdout'), program.path)).toBe(withoutPath(undisturbed.dap.output('stdout'), undisturbed.program.path));
  });

  test('stop under a condition over err and the names of the place', async () => {
    const { dap } = await run({ filterOptions: [{ filterId: 'caught', condition: 'type(err) == "string" and kind == "resumed"' }] });
    const { threadId } = await dap.stopped('exception');
    expect(threadId).not.toBe(1);
    await dap.request('continue', { threadId });
    expect(await dap.exitCode()).toBe(1);
    expect(dap.events('stopped')).toHaveLength(1);
  });
});

test('a condition with a syntax error and an unknown filter are refused with the reason', async () => {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, async () => {
    const { breakpoints } = await dap.request('setExceptionBreakpoints', { filters: ['sometimes'], filterOptions: [{ filterId: 'caught', condition: 'err ==' }] });
    expect(breakpoints).toMatchObject([
      { verified: false, message: expect.stringContaining('no filter "sometimes"') as string },
      { verified: false, message: expect.stringContaining('no Lua expression') as string },
    ]);
  });
});
