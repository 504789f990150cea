/** On which lines of a chunk a program can stop, over all of its functions. */
import type { FunctionBody } from '../engine/engine.ts';

/** A body and all that are defined in it. */
export function* allBodies(body: FunctionBody): Iterable<FunctionBody> {
  yield body;
  for (const child of body.children) yield* allBodies(child);
}

/** Ascending, each once. */
export function executableLines(main: FunctionBody): number[] {
  const lines = new Set<number>();
  for (const body of allBodies(main)) for (const line of body.lines) lines.add(line);
  return [...lines].sort((a, b) => a - b);
}

/** The line itself when it is executable, else the next one that is; undefined past the last. */
export function nextExecutableLine(main: FunctionBody, line: number): number | undefined {
  let best: number | undefined;
  for (const body of allBodies(main)) {
    const found = body.lines.find((candidate) => candidate >= line);
    if (found !== undefined && (best === undefined || found < best)) best = found;
  }
  return best;
}

/** The bodies that have something to do on a line. */
export function bodiesWithLine(main: FunctionBody, line: number): FunctionBody[] {
  return [...allBodies(main)].filter((body) => body.lines.includes(line));
}
