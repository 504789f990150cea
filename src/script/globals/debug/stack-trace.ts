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

interface TracedFrame {
  /** As `debug.getinfo` tells it: `Lua`, `C`, `main`. */
  readonly what: string;
  readonly name: string | undefined;
  readonly source: string;
  /** 0: unknown. */
  readonly line: number;
  readonly locals: readonly TracedVariable[];
  readonly upvalues: readonly TracedVariable[];
}

type TracedVariable = readonly [name: string, text: string];

/** Level 0 is the library function itself, 1 is `Debug.stackTrace`. */
const FIRST_LEVEL = 2;

export function stackTraceFunctions(vm: Vm): Pick<VmFunctions, 'Debug.stackTrace' | 'Debug.stackTraceJson'> {
  const read = stackReader(vm);
  return {
    'Debug.stackTrace': ({ engine }, [table]) => {
      const options = readOptions(vm, table);
      return [engine.string(['Stack trace:', ...read(options).flatMap((frame, index) => frameLines(frame, index, options))].join('\n'))];
    },
    'Debug.stackTraceJson': ({ engine }, [table]) => {
      const options = readOptions(vm, table);
      return [engine.string(JSON.stringify({ frames: read(options).map((frame, index) => frameObject(frame, index, options)) }))];
    },
  };
}

function stackReader({ engine }: Vm): (options: TraceOptions) => TracedFrame[] {
  const library = engine.rawGet(engine.globals, engine.string('debug'));
  const member = (name: string): LuaValue => engine.rawGet(library, engine.string(name));
  // Taken now: the script may replace them.
  const [getinfo, getlocal, getupvalue] = [member('getinfo'), member('getlocal'), member('getupvalue')];
  const field = (table: LuaValue, name: string): LuaValue => engine.rawGet(table, engine.string(name));

  const variables = (read: (index: number) => LuaValue[]): TracedVariable[] => {
    const found: TracedVariable[] = [];
    for (let i = 1; ; i++) {
      const [name, value] = read(i);
      if (name === undefined || engine.type(name) === 'nil') return found;
      const text = engine.toText(name);
      // Names in parentheses are the compiler's own.
      if (!text.startsWith('(')) found.push([text, dump(value ?? engine.nil, engine, COMPACT)]);
    }
  };

  return (options) => {
    const frames: TracedFrame[] = [];
    for (let index = 0; index < options.maxDepth; index++) {
      const level = engine.number(index + FIRST_LEVEL);
      const [info] = engine.call(getinfo, [level, engine.string('nSlf')]);
      if (info === undefined || engine.type(info) === 'nil') break;
      frames.push({
        what: engine.toText(field(info, 'what')),
        name: engine.type(field(info, 'name')) === 'nil' ? undefined : engine.toText(field(info, 'name')),
        source: engine.toText(field(info, 'short_src')),
        line: Math.max(0, Number(engine.toNumber(field(info, 'currentline')))),
        locals: options.locals ? variables((i) => engine.call(getlocal, [level, engine.number(i)])) : [],
        upvalues: options.upvalues ? variables((i) => engine.call(getupvalue, [field(info, 'func'), engine.number(i)])) : [],
      });
    }
    return frames;
  };
}

function frameLines({ what, name, source, line, locals, upvalues }: TracedFrame, index: number, options: TraceOptions): string[] {
  const called = what === 'main' ? 'in main chunk' : `in function '${name ?? '?'}'`;
  const place = line > 0 ? `${source}:${line}` : source;
  const block = (title: string, variables: readonly TracedVariable[]): string[] =>
    variables.length === 0 ? [] : [`     ${title}:`, ...variables.map(([variable, text]) => `       ${variable} = ${text}`)];
  return [`  #${index}: ${called}${options.source ? ` (${place})` : ''}`, ...block('Locals', locals), ...block('Upvalues', upvalues)];
}

function frameObject({ what, name, source, line, locals, upvalues }: TracedFrame, level: number, options: TraceOptions): object {
  return {
    level,
    ...(name !== undefined && { name }),
    what,
    ...(options.source && { source, ...(line > 0 && { line }) }),
    ...(options.locals && { locals: Object.fromEntries(locals) }),
    ...(options.upvalues && { upvalues: Object.fromEntries(upvalues) }),
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
