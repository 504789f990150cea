/**
 * `Streaming`: streams over Lua coroutines. The producer runs on a coroutine of the engine's own, so that it may yield from anywhere, stop at
 * breakpoints and show as a thread of its own.
 */
import type { LuaThread, LuaValue } from '../../engine/engine.ts';
import { scriptObjectIn, type ScriptObject } from '../script-objects.ts';
import { list } from '../tables.ts';
import type { Vm, VmFunctions } from '../vm.ts';

class Stream implements ScriptObject {
  readonly $object = 'Stream';
  isDone = false;

  constructor(
    readonly id: string,
    readonly coroutine: LuaValue,
  ) {}

  get fields(): { done: boolean } {
    return { done: this.isDone };
  }
}

/** Of Lua's own library, whatever scripts make of it. */
interface CoroutineLibrary {
  readonly create: LuaValue;
  readonly resume: LuaValue;
  readonly yield: LuaValue;
}

const streamIn = (vm: Vm, value: LuaValue | undefined): Stream => scriptObjectIn(vm.engine, value!) as Stream;

const statusOf = ({ engine }: Vm, { coroutine }: Stream): LuaThread['status'] => engine.threadOf(coroutine)!.status;

/** The next value; undefined when there is none. Throws the producer's own error. */
function next(vm: Vm, stream: Stream, { resume }: CoroutineLibrary): LuaValue | undefined {
  const { engine } = vm;
  if (stream.isDone) return undefined;
  if (statusOf(vm, stream) !== 'suspended') throw vm.error('this stream is being asked for its next value already: its own function cannot ask for it');
  const [succeeded, value = engine.nil] = engine.call(resume, [stream.coroutine]);
  const ended = statusOf(vm, stream) === 'dead';
  if (ended) stream.isDone = true;
  if (!engine.toBoolean(succeeded!)) throw engine.error(value, 0);
  return ended && engine.type(value) === 'nil' ? undefined : value;
}

export function streamingFunctions(vm: Vm): Pick<VmFunctions, 'Streaming.create' | `Stream:${'next' | 'isDone' | 'collect'}`> {
  const library = coroutineLibrary(vm);
  let streams = 0;
  return {
    'Streaming.create': ({ engine, objects }, [producer]) => [objects.wrap(new Stream(`stream-${(streams += 1)}`, engine.call(library.create, [producer!])[0]!))],
    'Stream:next': ({ engine }, [self]) => [next(vm, streamIn(vm, self), library) ?? engine.nil],
    'Stream:isDone': ({ engine }, [self]) => [engine.boolean(streamIn(vm, self).isDone)],
    'Stream:collect': ({ engine }, [self]) => {
      const stream = streamIn(vm, self);
      const values: LuaValue[] = [];
      for (let value = next(vm, stream, library); value !== undefined; value = next(vm, stream, library)) values.push(value);
      return [list(engine, values)];
    },
  };
}

/** A function of ours could not yield for its caller: it is the engine's own. */
export function installYield(vm: Vm): void {
  const { engine } = vm;
  engine.rawSet(engine.rawGet(engine.globals, engine.string('Streaming')), engine.string('yield'), coroutineLibrary(vm).yield);
}

function coroutineLibrary({ engine }: Vm): CoroutineLibrary {
  const library = engine.rawGet(engine.globals, engine.string('coroutine'));
  const member = (name: string): LuaValue => engine.rawGet(library, engine.string(name));
  return { create: member('create'), resume: member('resume'), yield: member('yield') };
}
