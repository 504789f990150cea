/** `Debug.dump` and its kin. */
import type { LuaValue } from '../../engine/engine.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import { COMPACT, NORMAL, VERBOSE, dump, type DumpOptions } from './dump.ts';

type DumpFunction = `Debug.${'dump' | 'dumpCompact' | 'dumpVerbose' | 'dumpWithOptions'}`;

export const dumpFunctions: Pick<VmFunctions, DumpFunction> = {
  'Debug.dump': (vm, [value, second]) => {
    const isOptions = second !== undefined && vm.engine.type(second) === 'table';
    return labelled(vm, value, isOptions ? readOptions(vm, second) : NORMAL, isOptions ? undefined : second);
  },
  'Debug.dumpCompact': (vm, [value, label]) => labelled(vm, value, COMPACT, label),
  'Debug.dumpVerbose': (vm, [value, label]) => labelled(vm, value, VERBOSE, label),
  'Debug.dumpWithOptions': (vm, [value, options, label]) => labelled(vm, value, readOptions(vm, options!), label),
};

function labelled(vm: Vm, value: LuaValue | undefined, options: DumpOptions, label: LuaValue | undefined): LuaValue[] {
  const name = vm.text(label);
  const text = dump(value!, vm.engine, options);
  return [vm.engine.string(name === undefined ? text : `${name}: ${text}`)];
}

/** What the table does not set is as usual; types are checked already. */
function readOptions({ engine }: Vm, table: LuaValue): DumpOptions {
  const options: Record<string, number | boolean> = {};
  for (const name of Object.keys(NORMAL)) {
    const value = engine.rawGet(table, engine.string(name));
    const type = engine.type(value);
    if (type === 'boolean') options[name] = engine.toBoolean(value);
    else if (type !== 'nil') options[name] = Number(engine.toNumber(value));
  }
  const wanted = { ...NORMAL, ...options };
  return { ...wanted, max_depth: within(wanted.max_depth, MAX_DEPTH), indent_size: within(wanted.indent_size, MAX_INDENT), max_string_length: within(wanted.max_string_length, Infinity) };
}

/** More than these is nothing that anybody reads, and would end the stack or the memory. */
const MAX_DEPTH = 200;
const MAX_INDENT = 16;
const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
