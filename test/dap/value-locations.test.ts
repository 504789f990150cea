/** From values to the code behind them, and from variables to their declarations. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, test } from 'vitest';
import { childrenOf, scopeOf, stopAt } from './stop-at.ts';

const text = `
local function there() end --@there
local waiting = coroutine.create(function() --@body
  coroutine.yield() --@waits
end)
coroutine.resume(waiting)
local fresh = coroutine.create(there) --@fresh
local over = coroutine.create(there) --@over
coroutine.resume(over)
local wrapped = load("return function() end", "=(piece)")()
local x = 1 --@outer
local all = { there, waiting, fresh, over, wrapped, coroutine.running(), print, 5 }
local function f(x, ...) --@parameter
  local y = x --@y
  local x = y --@inner
  return function() return all, x, y, 1 end, there --@here
end
f(1)
`;

test('functions lead to their definition, coroutines to where they stand or were created', async () => {
  const { dap, frame, program } = await stopAt(text);
  const children = await childrenOf(dap, frame, 'all');
  const line = async (variable: DebugProtocol.Variable): Promise<number | undefined> => {
    if (variable.valueLocationReference === undefined) return undefined;
    return (await dap.request('locations', { locationReference: variable.valueLocationReference })).line;
  };
  expect(await Promise.all(children.map(line))).toEqual([program.at('there'), program.at('waits'), program.at('fresh'), program.at('over'), 1, program.at('here'), undefined, undefined]);
  const piece = await dap.request('locations', { locationReference: children[4]!.valueLocationReference });
  expect(piece.source).toMatchObject({ name: '(piece)', sourceReference: expect.any(Number) as number });
});

test('the same in answers of evaluate, setVariable and setExpression', async () => {
  const { dap, frame, program } = await stopAt(text);
  const answers = [
    await dap.request('evaluate', { expression: 'there', frameId: frame.id, context: 'hover' }),
    await dap.request('evaluate', { expression: 'there', frameId: frame.id, context: 'repl' }),
    await dap.request('setVariable', { variablesReference: await scopeOf(dap, frame, 'Locals'), name: 'y', value: 'there' }),
    await dap.request('setExpression', { expression: 'y', value: 'there', frameId: frame.id }),
  ];
  for (const { valueLocationReference } of answers) {
    expect(await dap.request('locations', { locationReference: valueLocationReference })).toMatchObject({ line: program.at('there'), source: { path: program.path } });
  }
  expect(await dap.request('evaluate', { expression: 'x', frameId: frame.id, context: 'repl' })).not.toHaveProperty('valueLocationReference');
});

test('variables lead to their declarations, each of one name to its own', async () => {
  const { dap, frame, program } = await stopAt(text);
  const declared = async (scope: string): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const { name, declarationLocationReference } of await dap.variables(await scopeOf(dap, frame, scope))) {
      const { line, column } = await dap.request('locations', { locationReference: declarationLocationReference });
      found[name] = `${line}:${column}`;
    }
    return found;
  };
  expect(await declared('Arguments')).toEqual({ 'x (hidden)': `${program.at('parameter')}:18` });
  expect(await declared('Locals')).toEqual({ y: `${program.at('y')}:9`, x: `${program.at('inner')}:9` });
  expect(await declared('Upvalues')).toEqual({ all: `${program.at('outer') + 1}:7`, there: `${program.at('there')}:16` });
});
