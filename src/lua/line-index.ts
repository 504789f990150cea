/**
 * Offsets to lines and columns and back, counting lines as Lua's lexer counts them (`\n`, `\r`, `\r\n` and `\n\r` each end one),
 * so that a line found here is the line the compiled code reports. Lines and columns count from 1; columns are UTF-16 units.
 */
import { isNewline, skipNewline } from './characters.ts';

export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let offset = 0; offset < text.length; ) {
      if (isNewline(text.charCodeAt(offset))) {
        offset = skipNewline(text, offset);
        this.#starts.push(offset);
      } else {
        offset++;
      }
    }
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  positionOf(offset: number): LineColumn {
    const line = this.lineOf(offset);
    return { line, column: offset - this.#starts[line - 1]! + 1 };
  }

  /** Where a line starts; lines out of range answer the nearest end of the text. */
  startOf(line: number): number {
    if (line < 1) return 0;
    return this.#starts[line - 1] ?? this.#length;
  }

  /** Out-of-range columns are clamped to the line. */
  offsetOf(line: number, column: number): number {
    const start = this.startOf(line);
    return Math.max(start, Math.min(start + column - 1, this.startOf(line + 1)));
  }
}
