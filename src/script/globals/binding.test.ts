/** Every function of the description, as scripts meet it. */
import { describe, expect, it } from 'vitest';
import { apiFunctions, parseName, type ApiFunction, type ApiParameter } from '../../api/index.ts';
import { parseLuaType } from '../../api/lua-type.ts';
import { areas } from '../../runtime/functions.ts';
import type { HostValue } from '../../common/values.ts';
import { script } from './testing.ts';

const AGENT: HostValue = { $object: 'AgentInstance', id: 's/1', fields: { name: 'poet', provider: 'demo', model: 'echo' } };
const TOOL: HostValue = { $object: 'ToolInstance', id: 'sum', fields: { name: 'sum', schema: { $json: '{"parameters":[{"name":"a"}]}' } } };
const s = script({ host: { 'Agent.get': () => AGENT, 'Tool.get': () => TOOL } });

/** An expression for an object of each class. */
const OBJECTS: Readonly<Record<string, string>> = {
  AgentBuilder: 'Agent.builder()',
  AgentInstance: 'Agent.get("poet")',
  DebugTimer: 'Debug.timer("t")',
  File: 'io.stdout',
  ModuleLogger: 'Logger.get("m")',
  ReplayComparator: 'Replay.create_comparator()',
  ReplayConfig: 'Replay.create_config()',
  ReplayMode: 'Replay.modes.exact',
  ReplayModification: 'Replay.create_modification("p", 1)',
  ReplaySchedule: 'Replay.schedules.once(1)',
  Stream: 'Streaming.create(print)',
  SessionBuilder: 'Session.builder()',
  ToolInstance: 'Tool.get("sum")',
};

const bound = apiFunctions.filter((description) => description.thread !== 'engine');

/** How a script names it, without the call. */
function expression({ name }: ApiFunction): string {
  const { owner, member, isMethod } = parseName(name);
  return isMethod ? `(${OBJECTS[owner!]}).${member}` : name;
}

describe('the description is implemented', () => {
  it.each(bound.map((description) => [description.name, description] as const))('%s is a function', (_name, description) => {
    expect(s.run(`return type(${expression(description)})`)).toEqual(['function']);
  });

  it('by the kernel, for what is described as its own', async () => {
    const described = apiFunctions.filter(({ thread }) => thread === 'host').map(({ name }) => name);
    const implemented = await Promise.all([...new Set(Object.values(areas))].map(async (load) => Object.keys(await load())));
    expect(implemented.flat().filter((name) => !name.startsWith('$')).sort()).toEqual(described.sort());
  });

  it.each(bound.filter(({ example }) => example !== undefined).map(({ name, example }) => [name, example!]))('the example of %s is Lua', (_name, example) => {
    expect(() => s.engine.load(new TextEncoder().encode(example), '=example')).not.toThrow();
  });
});

/** A value that does not fit, or nothing where every value does. */
function wrong({ type }: ApiParameter): { readonly lua: string; readonly name: string } | undefined {
  const { parts } = parseLuaType(type);
  const fits = (candidate: string): boolean => parts.some((part) => (part.kind === 'basic' ? part.name === 'any' || part.name === candidate : candidate === 'table' ? part.kind === 'array' : false));
  if (!fits('table')) return { lua: '{}', name: 'table' };
  if (!fits('boolean')) return { lua: 'true', name: 'boolean' };
  return undefined;
}

/** A value that fits, for the parameters before the wrong one. */
function right({ type }: ApiParameter): string {
  const [part] = parseLuaType(type).parts;
  if (part!.kind === 'literal') return JSON.stringify(part!.value);
  if (part!.kind === 'callback') return 'print';
  if (part!.kind === 'array') return '{}';
  if (part!.kind === 'class') return OBJECTS[part!.name]!;
  return { string: '"x"', integer: '1', number: '1', table: '{}', boolean: 'true' }[(part as { name: string }).name] ?? '1';
}

interface WrongCall {
  readonly title: string;
  readonly code: string;
  readonly message: RegExp;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const wrongCalls: WrongCall[] = bound.flatMap((description) => {
  const { owner, member, isMethod } = parseName(description.name);
  const callee = isMethod ? `(${OBJECTS[owner!]}):${member}` : description.name;
  return description.parameters.flatMap((parameter, i) => {
    const before = description.parameters.slice(0, i).map(right);
    const bad = wrong(parameter);
    const name = parameter.name === '...' ? '' : ` '${parameter.name}'`;
    const call = (value: string, message: RegExp): WrongCall => ({ title: `${description.name}(${[...before, value].join(', ')})`, code: `${callee}(${[...before, value].join(', ')})`, message });
    const calls = bad === undefined ? [] : [call(bad.lua, new RegExp(`bad argument #${i + 1}${escape(name)} to '${escape(description.name)}' \\(.* expected, got ${bad.name}\\)$`))];
    for (const field of parameter.fields ?? []) {
      const badField = wrong(field);
      if (badField) calls.push(call(`{ ${field.name} = ${badField.lua} }`, new RegExp(`bad field '${field.name}' of argument #${i + 1} '${parameter.name}' to '${escape(description.name)}' \\(.* expected, got ${badField.name}\\)$`)));
    }
    if (parameter.closed) calls.push(call('{ no_such_field = 1 }', new RegExp(`unknown field 'no_such_field' of argument #${i + 1} '${parameter.name}' to '${escape(description.name)}': known are ${parameter.fields!.map((field) => field.name).join(', ')}$`)));
    return calls;
  });
});

describe('a wrong argument names the function, the parameter, the wanted and the given type', () => {
  it.each(wrongCalls.map((call) => [call.title, call] as const))('%s', (_title, { code, message }) => {
    const error = s.fails(code);
    expect(error).toMatch(message);
    expect(error).toMatch(/^\/scripts\/main\.lua:1: /);
  });

  it('tells the nearest field of one that is misspelled, and refuses what has no name', () => {
    expect(s.fails('State.set("a", "k", 1, { tll_seconds = 60 })')).toContain("unknown field 'tll_seconds' of argument #4 'options' to 'State.set' (did you mean \"ttl_seconds\"?): known are ttl_seconds, version, ephemeral");
    expect(s.fails('State.delete("a", "k", { 3 })')).toContain("unknown field [1] of argument #3 'options' to 'State.delete': known are version");
  });

  it('tells a missing argument from nil', () => {
    expect(s.fails('Agent.get()')).toContain("bad argument #1 'name' to 'Agent.get' (string expected, got no value)");
    expect(s.fails('Agent.get(nil)')).toContain("bad argument #1 'name' to 'Agent.get' (string expected, got nil)");
    expect(s.fails('JSON.stringify()')).toContain("bad argument #1 'value' to 'JSON.stringify' (value expected, got no value)");
  });

  it('wants whole numbers where it says integer', () => {
    expect(s.fails('Agent.builder():max_tokens(1.5)')).toContain('integer expected, got number 1.5');
    expect(s.run('return tostring(Agent.builder():max_tokens(2.0):model("demo/x"))')).toEqual(['AgentBuilder: demo/x']);
  });

  it('gives tables that came with an object anew each time', () => {
    expect(s.run('local t = Tool.get("sum") t.schema.parameters[1].name = "mine" return tostring(t), t.schema.parameters[1].name')).toEqual(['ToolInstance: sum', 'a']);
  });

  it('drops arguments that the function does not take', () => {
    expect(s.run('return tostring(Agent.get("poet", print, coroutine.create(print)))')).toEqual(['AgentInstance: poet (demo/echo)']);
    expect(s.calls.at(-1)!.args).toEqual(['poet']);
  });

  it('lets a callback return whatever it likes where nothing is asked for', () => {
    const results: unknown[] = [];
    const streaming = script({ host: { 'Agent.get': () => AGENT, 'AgentInstance:invokeStream': (_args, callbacks) => (results.push(callbacks.get(1)!(['piece'])), { success: true }) } });
    expect(streaming.run('return Agent.get("poet"):invokeStream({ prompt = "x" }, function(c) got = c return print, coroutine.create(print) end).success, got')).toEqual(['true', 'piece']);
    expect(results).toEqual([[]]);
  });

  it('takes no number for a string outside of Lua\'s own library', () => {
    expect(s.fails('Agent.get(5)')).toContain('string expected, got number');
    expect(s.fails('Agent.builder():max_tokens("5")')).toContain('integer expected, got string');
  });

  it('wants the object of a method before the colon', () => {
    expect(s.fails('Agent.builder().model("demo/x")')).toContain("bad self for 'AgentBuilder:model' (AgentBuilder expected, got string): call it with a colon");
    expect(s.fails('local b = Agent.builder() b.model(io.stdout, "x")')).toContain('got File');
  });
});
