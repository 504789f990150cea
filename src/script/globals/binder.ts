/** Makes the Lua functions of the API description: checks arguments, calls the implementation here or in the kernel, converts what comes back. */
import { apiFunctions, apiValues, parseName, type ApiFunction } from '../../api/index.ts';
import type { HostValue } from '../../common/values.ts';
import type { LuaValue } from '../engine/engine.ts';
import { HostCallError, type HostCallback } from '../services.ts';
import { argumentReader, type ArgumentReader } from './arguments.ts';
import { ConversionError, toLua } from './convert.ts';
import { argumentToHost } from './send-argument.ts';
import type { Vm, VmFunction } from './vm.ts';

/** Tables that are Lua's own get our functions added; all others are made anew, so that nothing of the engine's own remains in them. */
const KEPT_TABLES = new Set(['package']);

export function bindAll(vm: Vm, implementations: Readonly<Record<string, VmFunction>>): void {
  const { engine } = vm;
  const tables = new Map<string, LuaValue>();
  const tableOf = (owner: string): LuaValue => {
    let table = tables.get(owner);
    if (table !== undefined) return table;
    const { owner: outer, member } = parseName(owner);
    const container = outer === undefined ? engine.globals : tableOf(outer);
    const name = engine.string(member);
    table = KEPT_TABLES.has(owner) ? engine.rawGet(engine.globals, name) : engine.table();
    tables.set(owner, table);
    engine.rawSet(container, name, table);
    return table;
  };
  for (const { name, type } of apiValues) if (type === 'table' && name !== 'ARGS') tableOf(name);
  for (const description of apiFunctions) {
    if (description.thread === 'engine') continue;
    const { owner, member, isMethod } = parseName(description.name);
    const bound = bind(vm, description, implementations[description.name]);
    if (isMethod) vm.objects.addMethod(owner!, member, bound);
    else engine.rawSet(owner === undefined ? engine.globals : tableOf(owner), engine.string(member), bound);
  }
}

function bind(vm: Vm, description: ApiFunction, implementation: VmFunction | undefined): LuaValue {
  let reader: ArgumentReader | undefined;
  /** Made with the first call: there are hundreds of functions, and a script calls a few. */
  const read: ArgumentReader = (args) => (reader ??= argumentReader(vm, description))(args);
  if (description.thread === 'vm') {
    if (implementation === undefined) throw new Error(`${description.name} is described and not implemented`);
    return vm.engine.native(description.name, (args) => {
      return implementation(vm, read(args));
    });
  }
  return vm.engine.native(description.name, (args) => {
    return callHost(vm, description, read(args));
  });
}

function callHost(vm: Vm, description: ApiFunction, args: readonly LuaValue[]): LuaValue[] {
  const { engine, objects, services } = vm;
  const { isMethod } = parseName(description.name);
  const callbacks = new Map<number, HostCallback>();
  const takeFunction = (fn: LuaValue): number => {
    const number = callbacks.size + 1;
    const call: HostCallback = (values) => {
      engine.call(fn, values.map((value) => toLua(value, engine, objects)));
      return []; // No description asks for a result: a callback may return whatever it likes.
    };
    callbacks.set(number, (values) => asLuaErrors(vm, () => call(values)));
    return number;
  };
  return asLuaErrors(vm, () => {
    // Lua drops arguments that a function does not take.
    const sent = args.slice(0, description.parameters.length + (isMethod ? 1 : 0)).map((value, index): HostValue => {
      const parameter = description.parameters[isMethod ? index - 1 : index];
      const place = parameter === undefined ? `argument #${index + 1}` : `argument '${parameter.name}' of '${description.name}'`;
      return argumentToHost(value, parameter, { engine, place, ...(parameter?.type.startsWith('fun(') && { takeFunction }) });
    });
    return services.callHost(description.name, sent, callbacks).map((value) => toLua(value, engine, objects));
  });
}

/** What the kernel refuses, or what cannot be sent to it, is an error at the calling line. */
function asLuaErrors<T>(vm: Vm, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof HostCallError || error instanceof ConversionError ? vm.error(error.message) : error;
  }
}
