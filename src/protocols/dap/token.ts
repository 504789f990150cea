/** Who may debug on a channel that anyone on the machine can connect to: whoever brings the kernel's token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { wrongToken } from './errors.ts';

/** After so many wrong tokens the connection is closed. */
const MAX_ATTEMPTS = 5;

export class Gate {
  readonly #token: string | undefined;
  #open: boolean;
  #failures = 0;

  constructor(token: string | undefined) {
    this.#token = token;
    this.#open = token === undefined;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** No further attempt is heard. */
  get isShut(): boolean {
    return this.#failures >= MAX_ATTEMPTS;
  }

  /** Throws DapError `wrong_token`. */
  enter(token: string | undefined): void {
    if (this.#open) return;
    if (token !== undefined && this.#token !== undefined && same(token, this.#token)) {
      this.#open = true;
      return;
    }
    this.#failures++;
    throw wrongToken(token !== undefined);
  }
}

/** Takes as long for a nearly right token as for a wrong one. */
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
