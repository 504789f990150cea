/**
 * The standard input of a VM session whose program has no terminal: whoever can enter lines for it (a debugger's console) is asked for
 * them, and what is entered goes to the read that waits.
 */

/** Told how many reads wait: more than before when another one begins to wait, fewer when one has got its bytes or was given up. */
export type InputSource = (waiting: number) => void;

interface WaitingRead {
  resolve(bytes: Uint8Array | null): void;
}

export class ProgramInput {
  private readonly sources = new Set<InputSource>();
  /** The newest last: while the program is paused in a read, an evaluation may begin another one. */
  private readonly waiting: WaitingRead[] = [];
  private hadSource = false;
  private hasEnded = false;

  /** `inOrder`: what was written before a read is seen before the question for its input. */
  constructor(private readonly inOrder: (action: () => void) => void) {}

  /** Another program begins: its input has not ended. */
  begin(): void {
    this.hasEnded = false;
  }

  /** Answers the function that takes the source away; with the last one the input ends, until another comes. */
  addSource(source: InputSource): () => void {
    this.sources.add(source);
    this.hadSource = true;
    if (this.waiting.length > 0) source(this.waiting.length);
    return () => {
      this.sources.delete(source);
      if (this.sources.size === 0) this.answerAll(null);
    };
  }

  /** Some bytes; null: the input has ended. Undefined: there was never anybody to ask. */
  read(signal: AbortSignal): Promise<Uint8Array | null> | undefined {
    if (!this.hadSource) return undefined;
    if (this.hasEnded || this.sources.size === 0) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.remove(read);
        reject(new Error('the read was given up'));
      };
      const read: WaitingRead = {
        resolve(bytes) {
          signal.removeEventListener('abort', giveUp);
          resolve(bytes);
        },
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(read);
      this.tell();
    });
  }

  /** Gives bytes to the newest read; null ends the input for good. */
  enter(bytes: Uint8Array | null): void {
    if (bytes === null) {
      this.hasEnded = true;
      this.answerAll(null);
      return;
    }
    this.waiting.pop()?.resolve(bytes);
    this.tell();
  }

  private answerAll(bytes: null): void {
    for (const read of this.waiting.splice(0)) read.resolve(bytes);
    this.tell();
  }

  private remove(read: WaitingRead): void {
    const index = this.waiting.indexOf(read);
    if (index >= 0) this.waiting.splice(index, 1);
    this.tell();
  }

  private tell(): void {
    const waiting = this.waiting.length;
    this.inOrder(() => {
      for (const source of this.sources) source(waiting);
    });
  }
}
