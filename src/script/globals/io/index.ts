/** The `io` library and the methods of files. */
import { LuaError, type LuaValue } from '../../engine/engine.ts';
import { utf8 } from '../bytes.ts';
import { endValues, programStream } from '../programs.ts';
import { scriptObjectIn } from '../script-objects.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import { IoFailure, type Buffering, type Whence } from './buffered-file.ts';
import { LuaFile } from './lua-file.ts';
import { readAll, readFormats, type ReadFormat } from './read-formats.ts';
import { inputStream, kernelFile, outputStream } from './streams.ts';

type IoFunction = Extract<keyof VmFunctions, `io.${string}` | `File:${string}`>;

export interface IoLibrary {
  readonly functions: Pick<VmFunctions, IoFunction>;
  /** `io.stdin` and so on: after the table is there. */
  installStandardFiles(): void;
  /** Writes out what scripts have not flushed. */
  flushAll(): void;
}

/** `write` has C print numbers, unlike `tostring`: a float without fraction shows none. */
const numberText = (text: string): string => text.replace(/\.0$/, '');

export function ioLibrary(vm: Vm): IoLibrary {
  const { engine } = vm;
  const open = new Set<LuaFile>();
  const standard = (path: string, mode: string, stream: ConstructorParameters<typeof LuaFile>[2]): LuaValue => vm.objects.wrap(new LuaFile(path, mode, stream, true));
  const stdin = standard('stdin', 'r', inputStream(vm));
  const stdout = standard('stdout', 'w', outputStream(vm, 'stdout'));
  const stderr = standard('stderr', 'w', outputStream(vm, 'stderr'));
  const defaults = { input: stdin, output: stdout };

  const given = (value: LuaValue | undefined): value is LuaValue => value !== undefined && engine.type(value) !== 'nil';
  const fileIn = (value: LuaValue): LuaFile => scriptObjectIn(engine, value) as LuaFile;
  const usable = (value: LuaValue): LuaFile => {
    const file = fileIn(value);
    if (file.closed) throw vm.error('attempt to use a closed file');
    return file;
  };
  /** The default input or output. */
  const current = (which: 'input' | 'output'): LuaValue => {
    if (fileIn(defaults[which]).closed) throw vm.error(`standard ${which} file is closed`);
    return defaults[which];
  };
  /** What the system refuses is `nil, message, code`. */
  const answering = (work: () => LuaValue[]): LuaValue[] => {
    try {
      return work();
    } catch (error) {
      if (error instanceof IoFailure) return [engine.nil, engine.string(error.message), ...(error.code < 0 ? [] : [engine.number(error.code)])];
      throw error;
    }
  };
  /** What the system refuses is an error of the script. */
  const raising = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw error instanceof IoFailure ? vm.error(error.message) : error;
    }
  };
  const openOrRaise = (path: string, mode: string): LuaValue => {
    try {
      return openFile(path, mode);
    } catch (error) {
      throw error instanceof IoFailure ? vm.error(`cannot open file '${path}' (${error.message.replace(`${path}: `, '')})`) : error;
    }
  };
  const openFile = (path: string, mode: string): LuaValue => {
    const opened = vm.system('$file.open', path, mode);
    if (!opened.ok) throw new IoFailure(opened.message, opened.code);
    const file = new LuaFile(path, mode, kernelFile(vm, opened.value.id, opened.value.seekable), false);
    open.add(file);
    return vm.objects.wrap(file);
  };
  const close = (value: LuaValue): LuaValue[] => {
    const file = usable(value);
    return answering(() => {
      if (!file.isStandard) open.delete(file);
      const end = file.close();
      return end === null ? [engine.boolean(true)] : endValues(vm, end);
    });
  };
  const write = (value: LuaValue, args: readonly LuaValue[]): LuaValue[] => {
    const file = usable(value);
    return answering(() => {
      for (const arg of args) file.buffer.write(engine.type(arg) === 'string' ? engine.toBytes(arg)! : utf8(numberText(engine.toText(arg))));
      return [value];
    });
  };
  const flush = (value: LuaValue): LuaValue[] => answering(() => (usable(value).buffer.flush(), [engine.boolean(true)]));
  const read = (value: LuaValue, args: readonly LuaValue[], name: string): LuaValue[] => {
    const formats = readFormats(vm, args, name);
    const file = usable(value);
    return answering(() => readAll(vm, file.buffer, formats));
  };
  const iterator = (file: LuaFile, formats: readonly ReadFormat[], closeAtEnd: boolean): LuaValue =>
    engine.native('io.lines iterator', () => {
      if (file.closed) throw vm.error('file is already closed');
      const values = raising(() => readAll(vm, file.buffer, formats));
      if (closeAtEnd && engine.type(values[0]!) === 'nil') {
        open.delete(file);
        file.close();
      }
      return values;
    });
  const chooseDefault =
    (which: 'input' | 'output', mode: string) =>
    (_vm: Vm, [chosen]: readonly LuaValue[]): LuaValue[] => {
      if (given(chosen)) defaults[which] = engine.type(chosen) === 'string' ? openOrRaise(engine.toText(chosen), mode) : chosen;
      return [defaults[which]];
    };

  return {
    functions: {
      'io.open': (_vm, [path, mode]) => {
        const wanted = given(mode) ? engine.toText(mode) : 'r';
        if (!/^[rwa]\+?b?$/.test(wanted)) throw vm.error(`bad argument #2 'mode' to 'io.open' (invalid mode "${wanted}": use r, w or a, then +, then b)`);
        return answering(() => [openFile(engine.toText(path!), wanted)]);
      },
      'io.close': (_vm, [file]) => close(given(file) ? file : current('output')),
      'io.read': (_vm, args) => read(current('input'), args, 'io.read'),
      'io.write': (_vm, args) => write(current('output'), args),
      'io.flush': () => flush(current('output')),
      'io.input': chooseDefault('input', 'r'),
      'io.output': chooseDefault('output', 'w'),
      'io.lines': (_vm, [path, ...formats]) => {
        const wanted = readFormats(vm, formats, 'io.lines', 2);
        if (!given(path)) return [iterator(fileIn(current('input')), wanted, false)];
        return [iterator(fileIn(openOrRaise(engine.toText(path), 'r')), wanted, true)];
      },
      'io.tmpfile': () =>
        answering(() => {
          const path = vm.system('$file.temporary');
          if (!path.ok) throw new IoFailure(path.message, path.code);
          const file = openFile(path.value, 'w+');
          vm.system('$file.remove', path.value); // the open file stays usable, and nothing remains
          return [file];
        }),
      'io.popen': (_vm, [command, mode]) => {
        const wanted = given(mode) ? engine.toText(mode) : 'r';
        if (wanted !== 'r' && wanted !== 'w') throw vm.error(`bad argument #2 'mode' to 'io.popen' (invalid mode "${wanted}": use r or w)`);
        return answering(() => {
          const text = engine.toText(command!);
          const started = vm.system('$process.start', text, wanted);
          if (!started.ok) throw new IoFailure(started.message, started.code);
          const file = new LuaFile(text, wanted, programStream(vm, started.value, wanted), false);
          open.add(file);
          return [vm.objects.wrap(file)];
        });
      },
      'io.type': (_vm, [value]) => {
        const object = scriptObjectIn(engine, value!);
        return [object instanceof LuaFile ? engine.string(object.closed ? 'closed file' : 'file') : engine.nil];
      },
      'File:close': (_vm, [self]) => close(self!),
      'File:flush': (_vm, [self]) => flush(self!),
      'File:read': (_vm, [self, ...args]) => read(self!, args, 'File:read'),
      'File:write': (_vm, [self, ...args]) => write(self!, args),
      'File:lines': (_vm, [self, ...formats]) => [iterator(usable(self!), readFormats(vm, formats, 'File:lines'), false)],
      'File:seek': (_vm, [self, whence, offset]) => {
        const file = usable(self!);
        const from = given(whence) ? (engine.toText(whence) as Whence) : 'cur';
        return answering(() => [engine.number(file.buffer.seek(from, given(offset) ? Number(engine.toNumber(offset)) : 0))]);
      },
      'File:setvbuf': (_vm, [self, mode, size]) => {
        usable(self!).buffer.setBuffering(engine.toText(mode!) as Buffering, given(size) ? Number(engine.toNumber(size)) : undefined);
        return [engine.boolean(true)];
      },
    },
    installStandardFiles() {
      const io = engine.rawGet(engine.globals, engine.string('io'));
      engine.rawSet(io, engine.string('stdin'), stdin);
      engine.rawSet(io, engine.string('stdout'), stdout);
      engine.rawSet(io, engine.string('stderr'), stderr);
    },
    flushAll() {
      for (const file of open) {
        try {
          file.buffer.flush();
        } catch (error) {
          // There is no script left to tell that the disk is full or the kernel has closed the file.
          if (!(error instanceof IoFailure || error instanceof LuaError)) throw error;
        }
      }
    },
  };
}
