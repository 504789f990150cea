/**
 * Offsets to lines and columns and back, counting lines as Lua's lexer counts them (`\n`, `\r`, `\r\n` and `\n\r` each end one),
 * so that a line found here is the line the compiled code reports. Lines and columns count from 1; columns are UTF-16 units.
 */
import { skipNewline } from './characters.ts';

export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

export class LineIndex {
  readonly #text: string;
  #known: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Made when first asked for: parsing valid text needs no lines. */
  get #starts(): readonly number[] {
    return (this.#known ??= lineStarts(this.#text));
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  lineOf(offset: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
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
    return this.#starts[line - 1] ?? this.#text.length;
  }

  /** Out-of-range columns are clamped to the line. */
  offsetOf(line: number, column: number): number {
    const start = this.startOf(line);
    return Math.max(start, Math.min(start + column - 1, this.startOf(line + 1)));
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  const breaks = /[\r\n]/g;
  for (let found = breaks.exec(text); found; found = breaks.exec(text)) {
    breaks.lastIndex = skipNewline(text, found.index);
    starts.push(breaks.lastIndex);
  }
  return starts;
}
