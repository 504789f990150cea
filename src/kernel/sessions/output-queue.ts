/**
 * Hands a script's output to its readers, in order and one piece at a time. The worker gets its credit back only when every reader has
 * taken the piece, so a script that floods a slow reader waits instead of filling the memory.
 */
import type { SourceLine } from '../../common/events.ts';

export interface OutputPiece {
  readonly category: 'stdout' | 'stderr';
  readonly data: Uint8Array;
  readonly site?: SourceLine;
}
/** The promise is the credit: the next piece waits for it. */
export type OutputReader = (piece: OutputPiece) => Promise<void> | void;

export class OutputQueue {
  private readonly readers = new Set<OutputReader>();
  /** Output, and what shall happen between pieces of it. */
  private readonly pieces: (OutputPiece | (() => void))[] = [];
  private readonly waiting: (() => void)[] = [];
  /** The delivery under way; one that was abandoned is not the current one any more, and does nothing when its reader wakes up. */
  private delivery: object | undefined;
  private abandoned = false;

  /** `credit` is called with the size of each piece that was taken. */
  constructor(private readonly credit: (bytes: number) => void) {}

  /** Answers the function that removes the reader. Without readers output is thrown away. */
  addReader(reader: OutputReader): () => void {
    this.readers.add(reader);
    return () => void this.readers.delete(reader);
  }

  push(piece: OutputPiece): void {
    if (this.abandoned) {
      this.credit(piece.data.byteLength);
      return;
    }
    this.pieces.push(piece);
    if (this.delivery === undefined) void this.deliver();
  }

  /** Does something when the output that was pushed before has been taken: at once when nothing is under way. */
  inOrder(action: () => void): void {
    if (this.delivery === undefined) action();
    else this.pieces.push(action);
  }

  /** Resolves when everything pushed so far has been taken or abandoned. */
  drained(): Promise<void> {
    if (this.delivery === undefined) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Gives up on readers that do not take what is left, and on what comes: for a script that is ended by force. */
  abandon(): void {
    this.abandoned = true;
    for (const piece of this.pieces.splice(0)) {
      if (typeof piece === 'function') piece();
      else this.credit(piece.data.byteLength);
    }
    this.finish();
  }

  /** Takes output again after it was abandoned. */
  accept(): void {
    this.abandoned = false;
  }

  private async deliver(): Promise<void> {
    const delivery = {};
    this.delivery = delivery;
    for (let next = this.pieces.shift(); next !== undefined; next = this.pieces.shift()) {
      if (typeof next === 'function') {
        next();
        if (this.delivery !== delivery) return;
        continue;
      }
      const piece = next;
      // A reader that fails (its client is gone) must not hold up the script.
      const taken = [...this.readers].map((reader) => take(reader, piece)).filter((promise) => promise !== undefined);
      if (taken.length > 0) await Promise.allSettled(taken);
      this.credit(piece.data.byteLength);
      if (this.delivery !== delivery) return;
    }
    this.finish();
  }

  private finish(): void {
    this.delivery = undefined;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function take(reader: OutputReader, piece: OutputPiece): Promise<void> | undefined {
  try {
    return reader(piece) ?? undefined;
  } catch {
    return undefined;
  }
}
