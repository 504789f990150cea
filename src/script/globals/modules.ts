/**
 * Source files: `require`, `package.searchpath`, `dofile`, `loadfile`. Files are found and read by the kernel, under its rules; chunks are
 * named by the real path, so that a file is one source for the debugger however it was reached.
 */
import { initialModulePath } from '../../base/module-path.ts';
import { LuaError, type LuaValue } from '../engine/engine.ts';
import { loadableText } from '../program-text.ts';
import type { SourceText } from '../../common/system-calls.ts';
import type { Vm, VmFunctions } from './vm.ts';

const string = ({ engine }: Vm, text: string): LuaValue => engine.string(text);
const isNil = ({ engine }: Vm, value: LuaValue | undefined): boolean => value === undefined || engine.type(value) === 'nil';

/** Compiles; what is wrong is an error with the file's whole path. */
function compile({ engine }: Vm, source: SourceText): LuaValue {
  let text: Uint8Array;
  try {
    text = loadableText(source.content);
  } catch (error) {
    throw engine.error(`${source.path}: ${(error as Error).message}`, 0);
  }
  return engine.load(text, `@${source.path}`);
}

const ESCAPE = 0x1b;
const HASH = 35;
const NEWLINE = 10;

/** What `string.dump` made, which may stand below a first line that begins with `#`. */
function dumpedIn(content: Uint8Array): Uint8Array | undefined {
  const start = content[0] === HASH ? content.indexOf(NEWLINE) + 1 : 0;
  return content[start] === ESCAPE ? content.subarray(start) : undefined;
}

/** `a.b` along `x/?.lua;y/?.lua`: the files it may be. */
function candidates(name: string, path: string, separator: string, replacement: string): string[] {
  const file = separator === '' ? name : name.replaceAll(separator, replacement);
  return path
    .split(';')
    .filter((template) => template !== '')
    .map((template) => template.replaceAll('?', file));
}

const notFound = (tried: readonly string[]): string => tried.map((line) => `\n\t${line}`).join('');

type ModuleFunction = 'require' | 'dofile' | 'loadfile' | 'package.searchpath';

export const moduleFunctions: Pick<VmFunctions, ModuleFunction> = {
  require: (vm, [modname]) => {
    const { engine } = vm;
    const name = vm.text(modname)!;
    const loaded = packageField(vm, 'loaded');
    const known = engine.get(loaded, modname!);
    if (engine.toBoolean(known)) return [known];
    const { loader, extra } = findLoader(vm, modname!, name);
    const [result] = engine.call(loader, [modname!, extra]);
    if (!isNil(vm, result)) engine.set(loaded, modname!, result!);
    else if (isNil(vm, engine.get(loaded, modname!))) engine.set(loaded, modname!, engine.boolean(true));
    return [engine.get(loaded, modname!)];
  },
  'package.searchpath': (vm, [name, path, separator, replacement]) => {
    const found = vm.system('$source.find', candidates(vm.text(name)!, vm.text(path)!, vm.text(separator) ?? '.', vm.text(replacement) ?? '/'));
    return found.ok ? [string(vm, found.value.path)] : [vm.engine.nil, string(vm, notFound(found.tried))];
  },
  dofile: (vm, [filename]) => {
    const source = vm.system('$source.read', vm.text(filename)!);
    if (!source.ok) throw vm.engine.error(`cannot open ${source.message}`, 0);
    return vm.engine.call(compile(vm, source.value), []);
  },
  loadfile: (vm, [filename, mode, env]) => {
    const { engine } = vm;
    const source = vm.system('$source.read', vm.text(filename)!);
    if (!source.ok) return [engine.nil, string(vm, `cannot open ${source.message}`)];
    const dumped = dumpedIn(source.value.content);
    const isBinary = dumped !== undefined;
    if (mode !== undefined && !isNil(vm, mode) && !vm.text(mode)!.includes(isBinary ? 'b' : 't')) {
      return [engine.nil, string(vm, `attempt to load a ${isBinary ? 'binary' : 'text'} chunk (mode is '${vm.text(mode)}')`)];
    }
    try {
      const chunk = isBinary ? engine.load(dumped, `@${source.value.path}`) : compile(vm, source.value);
      // The environment is the first upvalue of a main chunk; nil counts when it was given.
      if (env !== undefined) engine.upvaluesOf(chunk)[0]?.set(env);
      return [chunk];
    } catch (error) {
      if (error instanceof LuaError) return [engine.nil, error.value];
      throw error;
    }
  },
};

function packageField(vm: Vm, name: string): LuaValue {
  const { engine } = vm;
  return engine.rawGet(engine.rawGet(engine.globals, string(vm, 'package')), string(vm, name));
}

/** Asks the searchers in turn, as a script may have changed them. */
function findLoader(vm: Vm, modname: LuaValue, name: string): { loader: LuaValue; extra: LuaValue } {
  const { engine } = vm;
  const searchers = packageField(vm, 'searchers');
  if (engine.type(searchers) !== 'table') throw vm.error("'package.searchers' must be a table");
  let tried = '';
  for (let i = 1; ; i++) {
    const searcher = engine.rawGet(searchers, engine.number(i));
    if (isNil(vm, searcher)) throw vm.error(`module '${name}' not found:${tried}`);
    const [loader, extra] = engine.call(searcher, [modname]);
    if (loader !== undefined && engine.type(loader) === 'function') return { loader, extra: extra ?? engine.nil };
    if (loader !== undefined && engine.type(loader) === 'string') tried += engine.toText(loader);
  }
}

/** `package.path` as it is at the start, and the searchers: `package.preload`, then files. Nothing can load native code. */
export function installPackage(vm: Vm): void {
  const { engine, services } = vm;
  const table = engine.rawGet(engine.globals, string(vm, 'package'));
  const set = (name: string, value: LuaValue): void => engine.rawSet(table, string(vm, name), value);
  const searchers = engine.table();
  engine.rawSet(searchers, engine.number(1), engine.native('package.searchers[1]', (args) => searchPreload(vm, args)));
  engine.rawSet(searchers, engine.number(2), engine.native('package.searchers[2]', (args) => searchFiles(vm, args)));
  set('searchers', searchers);
  set('path', string(vm, initialModulePath({ ...services.context, ...(services.scriptPath !== undefined && { scriptPath: services.scriptPath }) })));
  set('cpath', string(vm, ''));
  set('jspath', engine.nil);
}

function searchPreload(vm: Vm, [modname]: readonly LuaValue[]): LuaValue[] {
  const loader = vm.engine.get(packageField(vm, 'preload'), modname!);
  return isNil(vm, loader) ? [string(vm, `\n\tno field package.preload['${vm.text(modname) ?? ''}']`)] : [loader];
}

function searchFiles(vm: Vm, [modname]: readonly LuaValue[]): LuaValue[] {
  const name = vm.text(modname) ?? '';
  const path = vm.text(packageField(vm, 'path'));
  if (path === undefined) throw vm.error("'package.path' must be a string");
  const found = vm.system('$source.find', candidates(name, path, '.', '/'));
  if (!found.ok) return [string(vm, notFound(found.tried))];
  try {
    return [compile(vm, found.value), string(vm, found.value.path)];
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    throw vm.error(`error loading module '${name}' from file '${found.value.path}':\n\t${error.message}`);
  }
}
