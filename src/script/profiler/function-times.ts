/** A profile by function and by line: how long each ran itself, and with everything it called. */
import { fileText, functionText, type FoldedNames } from './folded.ts';
import type { WeighedStack } from './stack-weights.ts';

export interface Times {
  /** `parse (lib/json.lua:12)` for a function, `lib/json.lua:40` for a line, `[waiting for Agent.execute]`. */
  readonly name: string;
  readonly selfMs: number;
  /** Once for each stack, however often the function is in it. */
  readonly totalMs: number;
}

/** The longest first. */
export function functionTimes(stacks: readonly WeighedStack[], names: FoldedNames): readonly Times[] {
  return timesOf(stacks, ({ calls, waitsFor }) => [
    ...waiting(waitsFor),
    ...calls.map(({ body }) => (body === undefined ? '?' : `${functionText(body, names)} (${fileText(body, names)}${body.lineDefined === 0 ? '' : `:${body.lineDefined}`})`)),
  ]);
}

export function lineTimes(stacks: readonly WeighedStack[], names: FoldedNames): readonly Times[] {
  return timesOf(stacks, ({ calls, waitsFor }) => [...waiting(waitsFor), ...calls.map(({ body, line }) => (body === undefined ? '?' : `${fileText(body, names)}:${line}`))]);
}

const waiting = (waitsFor: string | undefined): string[] => (waitsFor === undefined ? [] : [`[waiting for ${waitsFor}]`]);

/** `places`: innermost first. */
function timesOf(stacks: readonly WeighedStack[], places: (stack: WeighedStack) => readonly string[]): readonly Times[] {
  const times = new Map<string, { name: string; selfMs: number; totalMs: number }>();
  for (const stack of stacks) {
    const names = places(stack);
    for (const name of new Set(names)) {
      let entry = times.get(name);
      if (entry === undefined) times.set(name, (entry = { name, selfMs: 0, totalMs: 0 }));
      entry.totalMs += stack.milliseconds;
      if (name === names[0]) entry.selfMs += stack.milliseconds;
    }
  }
  return [...times.values()].sort((a, b) => b.selfMs - a.selfMs || b.totalMs - a.totalMs || (a.name < b.name ? -1 : 1));
}
