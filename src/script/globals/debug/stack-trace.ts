/** `Debug.stackTrace`: where the script is, read through Lua's own `debug` library as it was when the script started. */
import type { LuaValue } from '../../engine/engine.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import { COMPACT, dump } from './dump.ts';

interface TraceOptions {
  readonly maxDepth: number;
  readonly locals: boolean;
  readonly upvalues: boolean;
  readonly source: boolean;
}

/** Level 0 is the library function itself, 1 is `Debug.stackTrace`. */
const FIRST_LEVEL = 2;

export function stackTraceFunctions({ engine }: Vm): Pick<VmFunctions, 'Debug.stackTrace'> {
  const library = engine.rawGet(engine.globals, engine.string('debug'));
  const member = (name: string): LuaValue => engine.rawGet(library, engine.string(name));
  // Taken now: the script may replace them.
  const [getinfo, getlocal, getupvalue] = [member('getinfo'), member('getlocal'), member('getupvalue')];
  const field = (table: LuaValue, name: string): LuaValue => engine.rawGet(table, engine.string(name));

  const variables = (read: (index: number) => LuaValue[], title: string): string[] => {
    const lines: string[] = [];
    for (let i = 1; ; i++) {
      const [name, value] = read(i);
      if (name === undefined || engine.type(name) === 'nil') break;
      const text = engine.toText(name);
      // Names in parentheses are the compiler's own.
      if (!text.startsWith('(')) lines.push(`       ${text} = ${dump(value ?? engine.nil, engine, COMPACT)}`);
    }
    return lines.length === 0 ? [] : [`     ${title}:`, ...lines];
  };

  const frameLine = (info: LuaValue, index: number, options: TraceOptions): string => {
    const what = engine.toText(field(info, 'what'));
    const name = engine.type(field(info, 'name')) === 'nil' ? undefined : engine.toText(field(info, 'name'));
    const line = Number(engine.toNumber(field(info, 'currentline')));
    const place = line > 0 ? `${engine.toText(field(info, 'short_src'))}:${line}` : engine.toText(field(info, 'short_src'));
    const called = what === 'main' ? 'in main chunk' : `in function '${name ?? '?'}'`;
    return `  #${index}: ${called}${options.source ? ` (${place})` : ''}`;
  };

  return {
    'Debug.stackTrace': (vm, [table]) => {
      const options = readOptions(vm, table);
      const lines = ['Stack trace:'];
      for (let index = 0; index < options.maxDepth; index++) {
        const level = engine.number(index + FIRST_LEVEL);
        const [info] = engine.call(getinfo, [level, engine.string('nSlf')]);
        if (info === undefined || engine.type(info) === 'nil') break;
        lines.push(frameLine(info, index, options));
        if (options.locals) lines.push(...variables((i) => engine.call(getlocal, [level, engine.number(i)]), 'Locals'));
        if (options.upvalues) lines.push(...variables((i) => engine.call(getupvalue, [field(info, 'func'), engine.number(i)]), 'Upvalues'));
      }
      return [engine.string(lines.join('\n'))];
    },
  };
}

function readOptions({ engine }: Vm, table: LuaValue | undefined): TraceOptions {
  const read = (name: string): LuaValue | undefined => {
    const value = table && engine.type(table) === 'table' ? engine.rawGet(table, engine.string(name)) : undefined;
    return value === undefined || engine.type(value) === 'nil' ? undefined : value;
  };
  const depth = read('max_depth');
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = read(name);
    return value === undefined ? otherwise : engine.toBoolean(value);
  };
  return {
    maxDepth: depth === undefined ? 50 : Number(engine.toNumber(depth)),
    locals: flag('capture_locals', false),
    upvalues: flag('capture_upvalues', false),
    source: flag('include_source', true),
  };
}
