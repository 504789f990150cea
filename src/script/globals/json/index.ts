/** The `JSON` functions. */
import type { VmFunctions } from '../vm.ts';
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
  'JSON.stringify': (vm, [value]) => {
    try {
      return [vm.engine.string(stringifyJson(value!, vm.engine))];
    } catch (error) {
      throw error instanceof JsonValueError ? vm.error(error.message) : error;
    }
  },
};
