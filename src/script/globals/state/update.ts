/** `State.update`: reads a value with its version, lets the script's function change it, and writes it unless somebody was faster; then again. */
import type { ExactValue, HostValue } from '../../../common/values.ts';
import type { LuaValue } from '../../engine/engine.ts';
import { HostCallError } from '../../services.ts';
import { ConversionError } from '../conversion-error.ts';
import { toLua } from '../convert.ts';
import { toExact } from '../exact/encode.ts';
import type { Vm, VmFunction, VmFunctions } from '../vm.ts';

/** Each loss means that somebody else has won; so many in a row is a script that changes the value within its own function. */
const MAX_TRIES = 100;

const update: VmFunction = (vm, [scope, key, change, options]) => {
  const { engine } = vm;
  const where: HostValue[] = [engine.toBytes(scope!)!, engine.toBytes(key!)!];
  const kept = optionsOf(vm, options);
  for (let tries = 1; ; tries++) {
    const [before, version] = call(vm, 'State.get_versioned', where);
    const after = engine.call(change!, [toLua(before, engine, vm.objects)])[0] ?? engine.nil;
    const value: ExactValue | null = engine.type(after) === 'nil' ? null : exact(vm, after);
    try {
      vm.services.callHost('State.set', [...where, value, { ...kept, version }], new Map());
      return [after];
    } catch (error) {
      if (!(error instanceof HostCallError)) throw error;
      if (error.code !== 'state_conflict' || tries === MAX_TRIES) throw vm.error(error.message);
    }
  }
};

function call(vm: Vm, name: string, args: readonly HostValue[]): readonly HostValue[] {
  try {
    return vm.services.callHost(name, args, new Map());
  } catch (error) {
    throw error instanceof HostCallError ? vm.error(error.message) : error;
  }
}

function exact(vm: Vm, value: LuaValue): ExactValue {
  try {
    return toExact(value, vm.engine, "the result of argument 'change' of 'State.update'");
  } catch (error) {
    throw error instanceof ConversionError ? vm.error(error.message) : error;
  }
}

function optionsOf({ engine }: Vm, options: LuaValue | undefined): Record<string, HostValue> {
  if (options === undefined || engine.type(options) !== 'table') return {};
  const field = (name: string): LuaValue => engine.rawGet(options, engine.string(name));
  const ttl = engine.toNumber(field('ttl_seconds'));
  return { ...(ttl !== undefined && { ttl_seconds: Number(ttl) }), ephemeral: engine.toBoolean(field('ephemeral')) };
}

export const stateFunctions = { 'State.update': update } satisfies Partial<VmFunctions>;
