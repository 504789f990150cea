/** Lua's threads: the main one, and every coroutine as long as it lives. Coroutines are held weakly. */
import type { FunctionBody, LuaThread, LuaValue } from '../engine.ts';
import { bodyOf } from './bodies.ts';
import type { Machine } from './machine.ts';
import { valueOf } from './values.ts';
import { Cell, currentLine, type LClosure, luaFrameBelow, type LuaState, type Proto, protoOf, sourceOf, Status, Tag } from './vm.ts';
import { WeakList } from './weak.ts';

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
  readonly #creator: { readonly proto: Proto; readonly line: number } | undefined;

  constructor(machine: Machine, L: LuaState, parent: LuaState | undefined) {
    this.#machine = machine;
    this.L = L;
    if (parent === undefined) return;
    // `coroutine.create` and `wrap` are running in the parent, with the function as their argument.
    const fn = parent.stack[parent.ci.funcOff + 1];
    if (fn?.type === Tag.LuaFunction) this.#proto = (fn.value as LClosure).p;
    const ci = luaFrameBelow(parent.ci);
    if (ci !== undefined) this.#creator = { proto: protoOf(ci), line: currentLine(ci) };
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
    return this.#creator && { source: sourceOf(this.#creator.proto), line: this.#creator.line };
  }
  get value(): LuaValue {
    return valueOf(new Cell(Tag.Thread, this.L));
  }
}

export const stateOf = (thread: LuaThread): LuaState => (thread as Thread).L;

export class Threads {
  readonly #machine: Machine;
  readonly #coroutines = new WeakList<LuaState>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  of(L: LuaState): LuaThread {
    L.debuginfo ??= new Thread(this.#machine, L, undefined);
    return L.debuginfo as Thread;
  }

  started(parent: LuaState, L: LuaState): void {
    if (this.#machine.inHandler) return;
    const thread = new Thread(this.#machine, L, parent);
    L.debuginfo = thread;
    this.#coroutines.add(L);
    this.#machine.handlers.threadStarted?.(thread);
  }

  ended(L: LuaState): void {
    if (L.debuginfo !== null && !this.#machine.inHandler) this.#machine.handlers.threadEnded?.(this.of(L));
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
