/** Adds up how long the program stood in each stack: the functions that are being called with their lines, and what they wait for. Bounded. */
import type { ActiveCall, FunctionBody } from '../engine/engine.ts';

/** Innermost calls that are told apart; deeper stacks are cut at their root. */
export const MAX_DEPTH = 256;
/** Stacks told apart; further ones count as one. */
const MAX_STACKS = 20_000;

export interface WeighedStack {
  /** Innermost first. */
  readonly calls: readonly ActiveCall[];
  readonly isCut: boolean;
  /** What the innermost call waits for, in a word. */
  readonly waitsFor: string | undefined;
  readonly milliseconds: number;
  readonly samples: number;
}

interface Entry {
  readonly calls: readonly ActiveCall[];
  readonly isCut: boolean;
  readonly waitsFor: string | undefined;
  milliseconds: number;
  samples: number;
}

export class StackWeights {
  readonly #entries = new Map<string, Entry>();
  /** What came when there were enough. */
  readonly #rest: Entry = { calls: [], isCut: true, waitsFor: undefined, milliseconds: 0, samples: 0 };

  /** `calls` may hold one call more than MAX_DEPTH, which says that there are more. */
  add(calls: readonly ActiveCall[], waitsFor: string | undefined, milliseconds: number): void {
    const isCut = calls.length > MAX_DEPTH;
    const shown = isCut ? calls.slice(0, MAX_DEPTH) : calls;
    const entry = this.#entries.get(keyOf(shown, waitsFor)) ?? this.#begin(shown, isCut, waitsFor);
    entry.milliseconds += milliseconds;
    entry.samples += 1;
  }

  #begin(calls: readonly ActiveCall[], isCut: boolean, waitsFor: string | undefined): Entry {
    if (this.#entries.size >= MAX_STACKS) return this.#rest;
    const entry = { calls, isCut, waitsFor, milliseconds: 0, samples: 0 };
    this.#entries.set(keyOf(calls, waitsFor), entry);
    return entry;
  }

  *[Symbol.iterator](): Iterator<WeighedStack> {
    yield* this.#entries.values();
    if (this.#rest.samples > 0) yield this.#rest;
  }
}

/** A function is told by its body: two functions of one line differ, two closures of one body do not. */
function keyOf(calls: readonly ActiveCall[], waitsFor: string | undefined): string {
  let key = waitsFor ?? '';
  for (const { body, line } of calls) key += `;${bodyKey(body)}:${line}`;
  return key;
}

const bodyKey = (body: FunctionBody | undefined): number | string => body?.id ?? '?';
