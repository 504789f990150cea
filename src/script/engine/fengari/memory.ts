/**
 * The memory limit. Live memory decides: the VM counts what it allocates and asks here from time to time; only when the heap is above the
 * limit after a full collection does the script get "not enough memory". One engine in a thread has the limit: the last one made.
 *
 * Strings of more than a few bytes lie outside of V8's heap, so resourceLimits of a worker do not see them; `external_memory` does.
 */
import v8 from 'node:v8';
import vm from 'node:vm';
import type { MemoryUse } from '../engine.ts';
import { fengari, type CallInfo, type LuaState } from './vm.ts';
import { releaseWeakTargets } from './code/weak.ts';
import { collectWithWeakTables } from './weak-tables.ts';

const { allocation } = fengari.allocation;
const { counter, LIMIT, MEMORY_LIMIT } = fengari.ticks;
const MIB = 1 << 20;
const LONGEST_INTERVAL = 16 * MIB;
const SHORTEST_INTERVAL = MIB;

type Collect = (options?: { readonly type: 'minor' }) => void;
let collect: Collect | undefined;
let collections = 0;

/**
 * A full collection. V8 hides it behind a flag, which takes effect in contexts made later. It frees buffers in the background and goes on
 * counting them meanwhile; the next collection, however small, waits for that.
 */
function collectGarbage(): void {
  if (collect === undefined) {
    v8.setFlagsFromString('--expose-gc');
    collect = vm.runInNewContext('gc') as Collect;
  }
  collections += 1;
  releaseWeakTargets();
  collect();
  collect({ type: 'minor' });
}

/** Between two instructions, or in a library function. */
function collectFor(L: LuaState): void {
  const { mainthread, weaktables } = L.l_G;
  if (weaktables) collectWithWeakTables(mainthread, collectGarbage);
  else collectGarbage();
}

/** Slots that a stack has beyond `stack_last` (EXTRA_STACK). */
const EXTRA_SLOTS = 5;

/**
 * Call records and slots above those in use are kept for the next calls; after a deep recursion they are much, and so they go when memory is
 * short. As Lua's own collector does it: some room is left.
 */
function releaseSpareStack(L: LuaState): void {
  let used = L.top;
  for (let ci: CallInfo | null = L.ci; ci !== null; ci = ci.previous) used = Math.max(used, ci.top);
  L.ci.next = null;
  const enough = used + 1 + Math.floor(used / 8) + 2 * EXTRA_SLOTS;
  if (enough >= L.stack.length) return;
  L.stack.length = enough;
  L.stack_last = enough - EXTRA_SLOTS;
}

interface Bytes {
  readonly heap: number;
  /** Strings. */
  readonly external: number;
  /** Taken for the heap. */
  readonly reserved: number;
}

function bytesNow(): Bytes {
  const { used_heap_size: heap, external_memory: external, total_heap_size: reserved } = v8.getHeapStatistics();
  return { heap, external, reserved };
}

export class Memory {
  readonly #limit: number;
  readonly #outOfMemory: (L: LuaState) => never;
  readonly #base: Bytes;
  readonly #collectionsBefore: number;
  #exceeded = false;

  /** `limit` in bytes, 0 for none. */
  constructor(limit: number, outOfMemory: (L: LuaState) => never) {
    this.#limit = limit;
    this.#outOfMemory = outOfMemory;
    if (limit > 0) collectGarbage(); // what is there before the script is not its own
    this.#base = limit > 0 ? bytesNow() : { heap: 0, external: 0, reserved: 0 };
    this.#collectionsBefore = collections;
    allocation.live = () => this.used();
    allocation.collect = (L) => collectFor(L as LuaState);
    allocation.check = () => this.#check();
    allocation.large = (L, bytes) => this.#large(L as LuaState, bytes);
    allocation.limit = limit > 0 ? allocation.bytes + this.#interval() : Infinity;
  }

  used(): number {
    const { heap, external } = bytesNow();
    return Math.max(0, heap + external - this.#base.heap - this.#base.external);
  }

  use(): MemoryUse {
    const now = bytesNow();
    const [heapBytes, stringBytes] = [Math.max(0, now.heap - this.#base.heap), Math.max(0, now.external - this.#base.external)];
    return { usedBytes: heapBytes + stringBytes, heapBytes, stringBytes, reservedBytes: now.reserved + now.external, limitBytes: this.#limit, collections: collections - this.#collectionsBefore };
  }

  collect(): void {
    collectGarbage();
  }

  /** At a tick: throws when the limit was exceeded since the last one. */
  tick(L: LuaState): void {
    if (!this.#exceeded) return;
    this.#exceeded = false;
    allocation.limit = allocation.bytes + this.#interval();
    // What only weak tables hold, and what a recursion has left, is given up first.
    releaseSpareStack(L);
    collectFor(L);
    if (this.used() <= this.#limit) return;
    this.#outOfMemory(L);
  }

  #interval(): number {
    return Math.min(LONGEST_INTERVAL, this.#limit / 4);
  }

  #isOver(more: number): boolean {
    if (this.used() + more <= this.#limit) return false;
    collectGarbage();
    return this.used() + more > this.#limit;
  }

  /** Called in the middle of an instruction, where nothing may be thrown: the next tick does. */
  #check(): void {
    if (this.#isOver(0)) {
      this.#exceeded = true;
      allocation.limit = Infinity;
      if (counter[LIMIT] !== 0) counter[LIMIT] = MEMORY_LIMIT;
    } else {
      const left = (this.#limit - this.used()) / 2;
      allocation.limit = allocation.bytes + Math.max(SHORTEST_INTERVAL, Math.min(this.#interval(), left));
    }
  }

  #large(L: LuaState, bytes: number): void {
    if (this.#limit === 0 || !this.#isOver(bytes)) return;
    releaseSpareStack(L);
    if (this.#isOver(bytes)) this.#outOfMemory(L);
  }
}
