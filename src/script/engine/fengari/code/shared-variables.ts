/**
 * Variables of a chunk that all of its functions share, because the chunk has run once: its locals and its `_ENV`. New code that uses one which
 * the old code did not use finds it where the chunk has it, if it still runs, or in another function that has captured it.
 */
import { bodyOf, type Body } from './bodies.ts';
import { activeLocals } from '../stack/frames.ts';
import { closuresWithin } from './heap.ts';
import type { Activation } from './running-code.ts';
import type { Maker } from './upvalue-places.ts';
import { type LuaState, nameOf, type Proto, type TValue, type UpvalueInfo } from '../vm.ts';

export class SharedVariables {
  readonly #chunk: Body;
  readonly #running: ReadonlyMap<Proto, readonly Activation[]>;
  readonly #main: LuaState;
  /** What the functions of the chunk captured before anything was replaced. */
  readonly #captures: ReadonlyMap<Proto, readonly UpvalueInfo[]>;

  constructor(chunk: Body, running: ReadonlyMap<Proto, readonly Activation[]>, captures: ReadonlyMap<Proto, readonly UpvalueInfo[]>, main: LuaState) {
    this.#chunk = chunk;
    this.#running = running;
    this.#captures = captures;
    this.#main = main;
  }

  /** Where a variable is that a function of the new text captures; undefined when there is none, or more than one. */
  find(upvalue: UpvalueInfo, maker: Maker | undefined): TValue | undefined {
    let found = upvalue;
    let owner = maker;
    for (; owner !== undefined && !found.instack; owner = owner.maker) found = owner.compiled.upvalues[found.idx] as UpvalueInfo;
    if (owner === undefined) return this.#chunk.environment;
    if (owner.maker !== undefined || found.name === null) return undefined; // of a function: each call of it has its own
    const cells = new Set([...this.#inFrames(nameOf(found.name)), ...this.#inClosures(nameOf(found.name))]);
    return cells.size === 1 ? [...cells][0] : undefined;
  }

  *#inFrames(name: string): Iterable<TValue> {
    const main = this.#chunk.proto;
    for (const [proto, activations] of this.#running) {
      if (main === undefined || proto.target !== main) continue;
      for (const { L, ci } of activations) {
        const local = [...activeLocals(proto, ci.l_savedpc - 1)].findLast((candidate) => candidate.name === name);
        if (local !== undefined) yield L.stack[ci.l_base + local.register] as TValue;
      }
    }
  }

  *#inClosures(name: string): Iterable<TValue> {
    const places = new Map<Proto, number>();
    for (const [proto, captures] of this.#captures) {
      const place = captures.findIndex((upvalue) => upvalue.name !== null && nameOf(upvalue.name) === name);
      if (place >= 0 && this.#isOfChunk(proto, place)) places.set(proto, place);
    }
    if (places.size === 0) return;
    for (const closure of closuresWithin(this.#main)) {
      const cell = closure.upvals[places.get(closure.p) ?? -1];
      if (cell !== undefined) yield cell;
    }
  }

  /** Whether a function's upvalue is a local of the chunk itself. */
  #isOfChunk(proto: Proto, place: number): boolean {
    const upvalue = this.#captures.get(proto)?.[place];
    const parent = bodyOf(proto)?.parent;
    if (upvalue === undefined || parent === undefined) return false;
    if (upvalue.instack) return parent === this.#chunk;
    return parent.proto !== undefined && this.#isOfChunk(parent.proto, upvalue.idx);
  }
}
