/** Lua's threads: the main one, and every coroutine as long as it lives. Coroutines are held weakly. */
import type { FunctionBody, LuaThread, LuaValue } from '../../engine.ts';
import { bodyOf } from '../code/bodies.ts';
import type { Machine } from '../machine.ts';
import { ThreadEnd } from '../stepping/unwinding.ts';
import { cellOf, valueOf } from '../values.ts';
import { Cell, currentLine, fengari, type LClosure, luaFrameBelow, type LuaState, type Proto, protoOf, sourceOf, Status, Tag } from '../vm.ts';
import { WeakList } from '../code/weak.ts';

function statusOf(L: LuaState, running: LuaState): LuaThread['status'] {
  if (L === running) return 'running';
  if (L.status === Status.Yield) return 'suspended';
  if (L.status !== Status.Ok) return 'dead';
  if (L.ci !== L.base_ci) return 'normal';
  return L.top > 1 || L === L.l_G.mainthread ? 'suspended' : 'dead';
}

class Thread implements LuaThread {
  readonly L: LuaState;
  readonly #machine: Machine;
  readonly #proto: Proto | undefined;
  readonly #creator: { readonly proto: Proto; readonly line: number; readonly threadId: number } | undefined;

  constructor(machine: Machine, L: LuaState, parent: LuaState | undefined) {
    this.#machine = machine;
    this.L = L;
    if (parent === undefined) return;
    // `coroutine.create` and `wrap` are running in the parent, with the function as their argument.
    const fn = parent.stack[parent.ci.funcOff + 1];
    if (fn?.type === Tag.LuaFunction) this.#proto = (fn.value as LClosure).p;
    const ci = luaFrameBelow(parent.ci);
    if (ci !== undefined) this.#creator = { proto: protoOf(ci), line: currentLine(ci), threadId: parent.id };
  }

  get id(): number {
    return this.L.id;
  }
  get isMain(): boolean {
    return this.L === this.#machine.main;
  }
  get status(): LuaThread['status'] {
    return statusOf(this.L, this.#machine.programThread);
  }
  get body(): FunctionBody | undefined {
    return this.#proto && bodyOf(this.#proto);
  }
  get createdAt(): LuaThread['createdAt'] {
    if (this.#creator === undefined) return undefined;
    const { proto, line, threadId } = this.#creator;
    return { source: sourceOf(proto), line, body: bodyOf(proto), threadId };
  }
  get value(): LuaValue {
    return valueOf(new Cell(Tag.Thread, this.L));
  }
}

export const stateOf = (thread: LuaThread): LuaState => (thread as Thread).L;

export class Threads {
  readonly #machine: Machine;
  readonly #coroutines = new WeakList<LuaState>();
  /** Made by evaluated text: in no one's list, but the program may resume them. */
  readonly #ofDebugger = new WeakList<LuaState>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  of(L: LuaState): LuaThread {
    L.debuginfo ??= new Thread(this.#machine, L, undefined);
    return L.debuginfo as Thread;
  }

  /** Of a coroutine value. */
  ofValue(value: LuaValue): LuaThread | undefined {
    const cell = cellOf(value);
    return cell.type === Tag.Thread ? this.of(cell.value as LuaState) : undefined;
  }

  started(parent: LuaState, L: LuaState): void {
    if (this.#machine.inHandler) return void this.#ofDebugger.add(L);
    const thread = new Thread(this.#machine, L, parent);
    L.debuginfo = thread;
    this.#coroutines.add(L);
    this.#machine.handlers.threadStarted?.(thread);
  }

  ended(L: LuaState): void {
    if (L.debuginfo !== null && !this.#machine.inHandler) this.#machine.handlers.threadEnded?.(this.of(L));
  }

  /** Every thread that has a stack, also the dead ones that are still there. */
  *states(): Iterable<LuaState> {
    yield this.#machine.main;
    yield* this.#coroutines;
    yield* this.#ofDebugger;
  }

  /**
   * Ends a coroutine for good: `why` is what resuming it answers. False: one that is active, and will be left once the handler, or the
   * native function that waits, calls `unwind`; those it has resumed end with it.
   */
  end(thread: LuaThread, why: string): boolean {
    const L = stateOf(thread);
    const status = statusOf(L, this.#machine.programThread);
    L.ended = why;
    if (status === 'suspended') {
      const bottom = L.base_ci.funcOff + 1;
      fengari.lfunc.luaF_close(L, bottom);
      L.ci = L.base_ci;
      L.top = bottom;
      L.status = Status.RunError;
      return true;
    }
    if (status === 'dead') return true;
    if (!this.#isInside(L)) this.#machine.unwinding = new ThreadEnd(L);
    return false;
  }

  /** Whether a thread that is to be ended already has resumed this one, or one that resumed it. */
  #isInside(L: LuaState): boolean {
    const { unwinding } = this.#machine;
    if (!(unwinding instanceof ThreadEnd)) return false;
    for (let thread: LuaState | null = L; thread !== null; thread = thread.from) if (thread === unwinding.L) return true;
    return false;
  }

  all(): readonly LuaThread[] {
    const alive = [this.of(this.#machine.main)];
    for (const L of this.#coroutines) {
      const thread = this.of(L);
      if (thread.status !== 'dead') alive.push(thread);
    }
    return alive;
  }
}
