/** Keeps a script's output in memory, for callers that want it in one piece. */
import type { OutputPiece, OutputReader } from './output-queue.ts';

export class OutputCollector {
  private readonly pieces: OutputPiece[] = [];

  readonly take: OutputReader = (piece) => void this.pieces.push(piece);

  /** Bytes that are no UTF-8 appear as U+FFFD. */
  text(category: OutputPiece['category']): string {
    return Buffer.concat(this.pieces.filter((piece) => piece.category === category).map((piece) => piece.data)).toString();
  }
}
