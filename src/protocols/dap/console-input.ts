/**
 * The program's standard input in the client's Debug Console: says there that the program waits for input, and takes what is entered next as
 * its line instead of as an expression.
 *
 * A program that is paused while it waits is looked at as ever: then expressions are expressions again. Only a read that was begun at the
 * stop itself, by an evaluated `io.read()`, takes its line there.
 */
import type { TargetInput } from './target.ts';

/** Ends the input: as terminals show Ctrl+D, and the character itself. */
const END_OF_INPUT: readonly string[] = ['^D', '\u0004'];

const FIRST_NOTICE = 'The program waits for input: enter a line here, or ^D to end its input.\n';
const NOTICE = 'The program waits for input.\n';

export interface ConsoleSurroundings {
  isStopped(): boolean;
  say(notice: string): void;
}

export class ConsoleInput {
  readonly #input: TargetInput | undefined;
  readonly #surroundings: ConsoleSurroundings;
  /** Of each read that waits, oldest first: whether it began while the program was stopped. */
  readonly #reads: boolean[] = [];
  #wasExplained = false;

  constructor(input: TargetInput | undefined, surroundings: ConsoleSurroundings) {
    this.#input = input;
    this.#surroundings = surroundings;
    input?.onWaiting((waiting) => this.#waiting(waiting));
  }

  /** Takes what was entered, when the program waits for it; false: it is an expression. */
  take(entered: string): boolean {
    if (!this.#isAwaited) return false;
    this.#input!.enter(END_OF_INPUT.includes(entered) ? null : Buffer.from(`${entered}\n`));
    return true;
  }

  /** The program goes on from a stop: perhaps to wait further. */
  resumed(): void {
    if (this.#isAwaited) this.#say();
  }

  get #isAwaited(): boolean {
    return this.#reads.at(-1) === this.#surroundings.isStopped();
  }

  #waiting(count: number): void {
    const isNew = count > this.#reads.length;
    this.#reads.length = Math.min(count, this.#reads.length);
    while (this.#reads.length < count) this.#reads.push(this.#surroundings.isStopped());
    if (isNew) this.#say();
  }

  #say(): void {
    this.#surroundings.say(this.#wasExplained ? NOTICE : FIRST_NOTICE);
    this.#wasExplained = true;
  }
}
