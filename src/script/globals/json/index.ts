/** The `JSON` functions. */
import type { LuaValue } from '../../engine/engine.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import { JsonSyntaxError, parseJson } from './parse.ts';
import { JsonValueError, stringifyJson } from './stringify.ts';

export const jsonFunctions: Pick<VmFunctions, 'JSON.parse' | 'JSON.stringify'> = {
  'JSON.parse': (vm, [text]) => {
    try {
      return [parseJson(vm.text(text)!, vm.engine)];
    } catch (error) {
      throw error instanceof JsonSyntaxError ? vm.error(error.message) : error;
    }
  },
  'JSON.stringify': (vm, [value]) => [vm.engine.string(jsonText(vm, value!))],
};

/** Throws a Lua error for what JSON cannot hold. */
export function jsonText(vm: Vm, value: LuaValue): string {
  try {
    return stringifyJson(value, vm.engine);
  } catch (error) {
    throw error instanceof JsonValueError ? vm.error(error.message) : error;
  }
}
