/**
 * Lua's threads for a front end: their names, and their comings and goings. Scripts make coroutines by the hundred thousand, so a thread
 * is announced only if it still lives when somebody looks (at a stop, at a tick); one that came and went in between is never seen.
 */
import type { DebugEvent, ThreadInfo } from '../../../common/debug.ts';
import type { Engine, LuaThread } from '../../engine/engine.ts';
import type { BodyNames } from '../sources/body-names.ts';
import { unknownThread } from '../errors.ts';
import type { Sources } from '../sources/sources.ts';

/** More threads than this are in no one's list. */
const MAX_LISTED = 1000;

export class Threads {
  readonly #engine: Engine;
  readonly #names: BodyNames;
  readonly #sources: Sources;
  readonly #event: (event: DebugEvent) => void;
  readonly #announced = new Set<number>();
  readonly #nameOf = new Map<number, string>();
  /** The engine's ids → ours, which count from 1 in the order in which threads are first seen. */
  readonly #ids = new Map<number, number>();
  #lastId = 0;

  constructor(engine: Engine, names: BodyNames, sources: Sources, event: (event: DebugEvent) => void) {
    this.#engine = engine;
    this.#names = names;
    this.#sources = sources;
    this.#event = event;
  }

  list(): ThreadInfo[] {
    return this.#living().map((thread) => ({ id: this.idOf(thread), name: this.#name(thread), status: thread.status }));
  }

  /** What the front end calls the thread. */
  idOf(thread: LuaThread): number {
    let id = this.#ids.get(thread.id);
    if (id === undefined) this.#ids.set(thread.id, (id = ++this.#lastId));
    return id;
  }

  /** The name of a living thread, by the engine's id. */
  nameOf(engineId: number): { readonly name: string; readonly isMain: boolean } | undefined {
    const thread = this.#engine.threads().find(({ id }) => id === engineId);
    return thread && { name: this.#name(thread), isMain: thread.isMain };
  }

  /** The thread in a sentence. */
  describe(thread: LuaThread): string {
    return thread.isMain ? 'the main thread' : `the coroutine ${this.#name(thread)}`;
  }

  /** Throws `unknown_thread`. */
  get(id: number): LuaThread {
    // A front end may speak of the main thread before it has asked which there are.
    if (this.#lastId === 0) this.list();
    const thread = this.#engine.threads().find((candidate) => this.#ids.get(candidate.id) === id);
    if (thread === undefined) throw unknownThread(id);
    return thread;
  }

  /** Tells of threads that have come and gone since the last time. */
  announce(): void {
    const living = new Set(this.#living().map((thread) => this.idOf(thread)));
    for (const thread of this.#announced) {
      if (living.has(thread)) continue;
      this.#announced.delete(thread);
      this.#nameOf.delete(thread);
      this.#event({ type: 'thread', reason: 'exited', thread });
    }
    for (const [engineId, id] of this.#ids) if (!living.has(id)) this.#ids.delete(engineId);
    for (const thread of living) {
      if (this.#announced.has(thread)) continue;
      this.#announced.add(thread);
      this.#event({ type: 'thread', reason: 'started', thread });
    }
  }

  /** Those that have frames on the way to where the program is come first: they must not fall off the list's end. */
  #living(): LuaThread[] {
    const living = this.#engine.threads().filter((thread) => thread.isMain || thread.status !== 'dead');
    if (living.length <= MAX_LISTED) return living;
    const isActive = (thread: LuaThread): boolean => thread.isMain || thread.status !== 'suspended';
    return [...living.filter(isActive), ...living.filter((thread) => !isActive(thread))].slice(0, MAX_LISTED);
  }

  #name(thread: LuaThread): string {
    if (thread.isMain) return 'main';
    const id = this.idOf(thread);
    let name = this.#nameOf.get(id);
    if (name === undefined) this.#nameOf.set(id, (name = this.#unlike(this.#functionName(thread) ?? this.#variableName(thread) ?? `coroutine ${id}`)));
    return name;
  }

  /** `worker #2`: several coroutines of one function are told apart, in the order in which they were first seen. */
  #unlike(name: string): string {
    const taken = new Set(this.#nameOf.values());
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name} #${number}`;
    return free;
  }

  #functionName(thread: LuaThread): string | undefined {
    return thread.body === undefined ? undefined : this.#names.nameOf(thread.body);
  }

  /** `x` of `x = coroutine.create(...)`. */
  #variableName(thread: LuaThread): string | undefined {
    const made = thread.createdAt;
    if (made === undefined) return undefined;
    for (const main of this.#sources.chunks()) {
      if (main.source !== made.source) continue;
      return /([A-Za-z_][\w.]*)\s*=\s*coroutine\s*\.\s*(?:create|wrap)/.exec(this.#names.line(main, made.line))?.[1];
    }
    return undefined;
  }
}
