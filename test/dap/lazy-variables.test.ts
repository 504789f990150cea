/** What metamethods could tell is offered and runs only when it is opened. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, test } from 'vitest';
import { Refused, type StdioAdapter } from './client.ts';
import { childrenOf, pairs, stopAt } from './stop-at.ts';

const text = `
ran = {}
local function note(name) ran[#ran + 1] = name end
local Config = {
  __name = "Config",
  __tostring = function(self) note("tostring") return "the config" end,
  __len = function() note("len") return 42 end,
  __pairs = function(self)
    note("pairs")
    return function(_, key)
      if key == nil then return "first", { 1 } end
      if key == "first" then return 2, nil end
    end, self, nil
  end,
  __index = function(_, key) note("index " .. key) if key == "bad" then error("no such key", 0) end return key:upper() end,
}
local config = setmetatable({ raw = 1 }, Config)
local inherits = setmetatable({}, { __index = setmetatable({}, Config) })
local broken = setmetatable({}, { __tostring = function() error({ code = 7 }) end, __len = function() while true do end end, __pairs = "no function" })
local plain = setmetatable({}, { __index = { x = 1 } })
local forever = setmetatable({}, { __pairs = function() return function(_, n) return (n or 0) + 1, "v" end end })
print(config.host, config["port"], config.bad, #ran) --@here
`;

const lazy = (variables: readonly DebugProtocol.Variable[]): DebugProtocol.Variable[] => variables.filter((variable) => variable.presentationHint?.lazy);
const find = (variables: readonly DebugProtocol.Variable[], name: string): DebugProtocol.Variable => variables.find((variable) => variable.name === name)!;

/** As clients do: the one variable that a lazy one opens to has the value. */
async function asked(dap: StdioAdapter, variables: readonly DebugProtocol.Variable[], name: string): Promise<DebugProtocol.Variable> {
  const found = await dap.variables(find(variables, name).variablesReference);
  expect(found).toHaveLength(1);
  return found[0]!;
}

test('metamethods are offered behind the fields and do not run', async () => {
  const { dap, frame } = await stopAt(text);
  const children = await childrenOf(dap, frame, 'config');
  expect(pairs(children)).toEqual(['raw = 1', '[[metatable]] = {__index = function, __len = function, __name = "Config", __pairs = function, __tostring = function}', '[[tostring]] = ', '[[len]] = ', '[[pairs]] = ', '[[index]] = ']);
  expect(find(children, '[[tostring]]').presentationHint).toEqual({ kind: 'virtual', attributes: ['readOnly'], lazy: true });
  expect(lazy(await childrenOf(dap, frame, 'inherits')).map(({ name }) => name)).toEqual(['[[index]]']);
  expect(lazy(await childrenOf(dap, frame, 'plain'))).toEqual([]);
  expect(await dap.evaluate('#ran', frame.id, 'watch')).toBe('0');
});

test('opening one runs that one', async () => {
  const { dap, frame } = await stopAt(text);
  const children = await childrenOf(dap, frame, 'config');
  expect(await asked(dap, children, '[[tostring]]')).toMatchObject({ name: '[[tostring]]', value: '"the config"', type: 'string' });
  expect(await dap.evaluate('table.concat(ran, ", ")', frame.id, 'watch')).toBe('"tostring"');
  expect(await asked(dap, children, '[[len]]')).toMatchObject({ value: '42', type: 'integer' });
  const listed = await asked(dap, children, '[[pairs]]');
  expect(listed.value).toBe('2 pairs');
  expect(pairs(await dap.variables(listed.variablesReference))).toEqual(['first = {1}', '[2] = nil']);
  expect(await dap.evaluate('table.concat(ran, ", ")', frame.id, 'watch')).toBe('"tostring, len, pairs"');
});

test('computed fields are those that the file reads, each with its own error', async () => {
  const { dap, frame } = await stopAt(text);
  const computed = await asked(dap, await childrenOf(dap, frame, 'config'), '[[index]]');
  expect(computed.value).toBe('bad, host, port');
  const fields = await dap.variables(computed.variablesReference);
  expect(pairs(fields)).toEqual(['bad = <no such key>', 'host = "HOST"', 'port = "PORT"']);
  expect(find(fields, 'host').evaluateName).toBe('config.host');
  expect((await asked(dap, await childrenOf(dap, frame, 'inherits'), '[[index]]')).value).toContain('evaluate one by name');
});

test('errors, endless loops and wrong metamethods are shown in the place of the value', async () => {
  const { dap, frame } = await stopAt(text);
  const children = await childrenOf(dap, frame, 'broken');
  expect((await asked(dap, children, '[[tostring]]')).value).toMatch(/^<.*table value.*>$/);
  expect((await asked(dap, children, '[[pairs]]')).value).toMatch(/^<attempt to call a string value.*>$/);
  expect((await asked(dap, children, '[[len]]')).value).toBe('<The evaluation was ended after 5 s of Lua time.>');
  expect((await asked(dap, await childrenOf(dap, frame, 'forever'), '[[pairs]]')).value).toBe('1000 pairs and more');
}, 60_000);

test('cancel ends one that is running, and the next is not', async () => {
  const { dap, frame } = await stopAt(text);
  const children = await childrenOf(dap, frame, 'broken');
  const seq = dap.post('variables', { variablesReference: find(children, '[[len]]').variablesReference });
  await dap.request('cancel', { requestId: seq });
  expect(await dap.response(seq)).toMatchObject({ success: false, message: 'cancelled' });
  expect((await asked(dap, await childrenOf(dap, frame, 'config'), '[[len]]')).value).toBe('42');
});

test('what was computed cannot be set', async () => {
  const { dap, frame } = await stopAt(text);
  const listed = await asked(dap, await childrenOf(dap, frame, 'config'), '[[pairs]]');
  await expect(dap.request('setVariable', { variablesReference: listed.variablesReference, name: 'first', value: '1' })).rejects.toThrow(Refused);
});

test('objects of the host show their fields, their metatable and what tostring says', async () => {
  const { dap, frame } = await stopAt(`
local agent = Agent.builder():name("poet"):model("demo/echo"):build()
local file = io.stdout
print(agent, file) --@here
`);
  const children = await childrenOf(dap, frame, 'agent');
  expect(pairs(children)).toEqual(expect.arrayContaining(['name = "poet"', 'model = "echo"', '[[metatable]] = {__index = function, __name = "AgentInstance", __tostring = function}']));
  expect(lazy(children).map(({ name }) => name)).toEqual(['[[tostring]]']);
  expect(find(children, 'name')).toMatchObject({ evaluateName: 'agent.name', presentationHint: { kind: 'property', attributes: ['readOnly', 'rawString'] } });
  expect((await asked(dap, children, '[[tostring]]')).value).toContain('poet');
  // A hover reads them without asking the object; what the object would compute is refused.
  expect(await dap.evaluate('agent.name .. "/" .. agent.model', frame.id, 'hover')).toBe('"poet/echo"');
  await expect(dap.evaluate('agent.execute', frame.id, 'hover')).rejects.toThrow('this needs __index');
  for (const { name, value, evaluateName } of children) if (evaluateName && !name.startsWith('[[')) expect(await dap.evaluate(evaluateName, frame.id, 'watch')).toBe(value);
  await expect(dap.request('setVariable', { variablesReference: (await dap.request('evaluate', { expression: 'agent', frameId: frame.id, context: 'watch' })).variablesReference, name: 'name', value: '"x"' })).rejects.toThrow('belongs to the host');
});
