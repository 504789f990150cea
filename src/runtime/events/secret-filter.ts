/**
 * Takes secrets out of a text that comes in pieces: a secret that is split over two pieces would pass a filter that looks at each alone. The end
 * of a piece that may be the beginning of a secret is held back until the next one shows what it is.
 */
import { REDACTED, type Redactor } from '../../base/redact.ts';

export class SecretFilter {
  readonly #redactor: Redactor;
  #held = '';

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** What can be shown now. */
  push(piece: string): string {
    const text = this.#redactor.text(this.#held + piece);
    const open = this.#redactor.openEnd(text);
    this.#held = text.slice(text.length - open);
    return text.slice(0, text.length - open);
  }

  /** The text has ended: what is held back was no secret after all. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }
}

/** A part of a secret so long is one itself. */
const TELLING = 8;

/** For a text that was cut off, by a limit or a broken connection: its end may hold the larger part of a secret. */
export function redactCut(text: string, redactor: Redactor): string {
  const clean = redactor.text(text);
  const open = redactor.openEnd(clean);
  return open < TELLING ? clean : `${clean.slice(0, clean.length - open)}${REDACTED}`;
}
