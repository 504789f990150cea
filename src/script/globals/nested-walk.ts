/**
 * The way from a value down into its tables, for what walks through all of it: knows circles, refuses what is nested so deeply that the stack
 * would end, and names the place for messages.
 */
import { MAX_JSON_DEPTH } from '../../common/values.ts';

/** Longer places are told by their beginning and end. */
const MAX_PLACE = 200;

export type Refusal = 'circle' | 'depth';

export class NestedWalk {
  /** Tables from the outermost to the current one. */
  readonly #open = new Set<unknown>();
  readonly #steps: string[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  get place(): string {
    const place = this.#root + this.#steps.join('');
    return place.length <= MAX_PLACE ? place : `${place.slice(0, MAX_PLACE / 2)}…${place.slice(-MAX_PLACE / 2)}`;
  }

  /** Answers why the table cannot be entered; undefined: it is entered, until `leave`. */
  enter(identity: unknown): Refusal | undefined {
    if (this.#open.has(identity)) return 'circle';
    if (this.#open.size >= MAX_JSON_DEPTH) return 'depth';
    this.#open.add(identity);
    return undefined;
  }

  leave(identity: unknown): void {
    this.#open.delete(identity);
  }

  /** `step` is how Lua writes the way to the entry: `[1]`, `.name`. */
  at<T>(step: string, work: () => T): T {
    this.#steps.push(step);
    const result = work();
    this.#steps.pop();
    return result;
  }
}
