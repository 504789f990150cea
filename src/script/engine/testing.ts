/** For tests: an engine with a script in it, whose lines are named by marks in comments (`--@name`). */
import { createEngine } from './index.ts';
import type { Engine, EngineHandlers, EngineOptions, EngineStop, FunctionBody, LuaValue } from './engine.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export function newEngine(handlers: EngineHandlers = {}, options: Partial<EngineOptions> = {}): Engine {
  return createEngine({ memoryLimit: 0, handlers, ...options });
}

/** Runs a chunk and answers its results as Lua prints them. */
export function run(engine: Engine, text: string, chunkName = '@/spells/test.lua'): string[] {
  return engine.call(engine.load(bytes(text), chunkName), []).map((value) => engine.toText(value));
}

/** Runs a chunk in an engine of its own. */
export const result = (text: string): string => run(newEngine(), text).join(' ');

/** The LuaError (or what else) that a chunk ends with. */
export function failure(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('no error was thrown');
}

export function define(engine: Engine, name: string, fn: (args: readonly LuaValue[]) => readonly LuaValue[] | void): void {
  engine.rawSet(engine.globals, engine.string(name), engine.native(name, fn));
}

export interface Marks {
  readonly lineOf: (mark: string) => number;
  readonly markOf: (line: number) => string;
}

export function marksIn(text: string): Marks {
  const lines = new Map<string, number>();
  const marks = new Map<number, string>();
  for (const [index, line] of text.split('\n').entries()) {
    const mark = /--@(\w+)/.exec(line)?.[1];
    if (mark === undefined) continue;
    lines.set(mark, index + 1);
    marks.set(index + 1, mark);
  }
  return {
    lineOf(mark) {
      const line = lines.get(mark);
      if (line === undefined) throw new Error(`no mark --@${mark}`);
      return line;
    },
    markOf: (line) => marks.get(line) ?? `line ${line}`,
  };
}

/** Sets stop points in every function that has the line. */
export function stopAt(engine: Engine, line: number, on = true): void {
  for (const body of engine.bodies()) if (body.lines.includes(line)) engine.setStopPoint(body, line, on);
}

/** Stops on a line of each chunk from its first instruction on. */
export function stopFromLoad(engine: Engine, main: FunctionBody, line: number): void {
  if (main.lines.includes(line)) engine.setStopPoint(main, line, true);
  for (const child of main.children) stopFromLoad(engine, child, line);
}

/** Runs a script that stops at one mark, once, and evaluates `look` there. */
export function stopOnceAt<T>(text: string, mark: string, look: (engine: Engine, stop: EngineStop) => T): { readonly seen: T; readonly results: string[]; readonly engine: Engine } {
  const { lineOf } = marksIn(text);
  const seen: T[] = [];
  const engine: Engine = newEngine({
    loaded: (main) => stopFromLoad(engine, main, lineOf(mark)),
    stopped(stop) {
      if (stop.kind !== 'line') return;
      stopAt(engine, stop.line, false);
      seen.push(look(engine, stop));
      engine.unwind();
    },
  });
  const results = run(engine, text);
  if (seen.length !== 1) throw new Error(`stopped ${seen.length} times at --@${mark}`);
  return { seen: seen[0] as T, results, engine };
}
