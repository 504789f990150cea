/** Text to numbers, as Lua's own libraries convert it. */
import type { LuaValue } from '../engine/engine.ts';
import type { Vm } from './vm.ts';

/** A number as it is, the number a string spells (`" 0x10 "`); undefined for everything else. Scripts may change their `tonumber`: it is not asked. */
export function toNumber(vm: Vm, value: LuaValue): LuaValue | undefined {
  const { engine } = vm;
  const type = engine.type(value);
  if (type === 'integer' || type === 'float') return value;
  if (type !== 'string') return undefined;
  const [number] = engine.call(vm.tonumber, [value]);
  return number === undefined || engine.type(number) === 'nil' ? undefined : number;
}
