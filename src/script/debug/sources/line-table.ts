/** On which lines of a chunk a program can stop, over all of its functions. Made once for a chunk: a file may have a breakpoint on every line. */
import type { FunctionBody } from '../../engine/engine.ts';

/** A body and all that are defined in it. */
export function* allBodies(body: FunctionBody): Iterable<FunctionBody> {
  yield body;
  for (const child of body.children) yield* allBodies(child);
}

export class LineTable {
  /** Ascending, each once. */
  readonly lines: readonly number[];
  readonly #bodies = new Map<number, FunctionBody[]>();

  constructor(main: FunctionBody) {
    for (const body of allBodies(main)) {
      for (const line of body.lines) {
        // On the line of a whole function its calls are meant: they follow in the table.
        if (body.onlyDefines(line)) continue;
        const bodies = this.#bodies.get(line);
        if (bodies === undefined) this.#bodies.set(line, [body]);
        else bodies.push(body);
      }
    }
    this.lines = [...this.#bodies.keys()].sort((a, b) => a - b);
  }

  /** The line itself when it is executable, else the next one that is; undefined past the last. */
  next(line: number): number | undefined {
    if (this.#bodies.has(line)) return line;
    let low = 0;
    let high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle]! < line) low = middle + 1;
      else high = middle;
    }
    return this.lines[low];
  }

  /** The bodies that have something to do on a line, besides making the functions that lie wholly on it. */
  bodiesAt(line: number): readonly FunctionBody[] {
    return this.#bodies.get(line) ?? [];
  }
}

const tables = new WeakMap<FunctionBody, LineTable>();

export function lineTable(main: FunctionBody): LineTable {
  let table = tables.get(main);
  if (table === undefined) tables.set(main, (table = new LineTable(main)));
  return table;
}
