/**
 * Edit while the program is stopped, or running: puts the text of a saved file into the functions that the program has of it. The rules are in
 * the files beside: which function is which, where lines have gone; what happens to code and variables is the engine's.
 *
 * Statements of the chunk itself are never run again; frames end with the code they began with.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { DebugEvent, SavedFile } from '../../../common/debug.ts';
import { LuaError, type CodeChange, type Engine, type FunctionBody } from '../../engine/engine.ts';
import { loadableText } from '../../program-text.ts';
import { notReplaced } from '../errors.ts';
import { mapLines } from './hot-reload-lines.ts';
import { allShapes, functionShapes, matchFunctions, type FunctionShape } from './hot-reload-match.ts';
import { Report } from './hot-reload-report.ts';
import { allBodies } from '../sources/line-table.ts';
import { decode, type ReplacedSources } from '../sources/replaced-sources.ts';
import type { SourceBreakpoints } from '../breakpoints/source-breakpoints.ts';
import type { Sources } from '../sources/sources.ts';

/** Somebody with stop points or watches in code. */
export interface CodeFollower {
  /** Takes them away, before code is replaced. */
  release(): void;
  /** Sets them anew; `changed` are the bodies with another code. */
  rebind(changed: ReadonlySet<FunctionBody>): void;
}

export interface HotReloadParts {
  readonly engine: Engine;
  readonly sources: Sources;
  readonly texts: ReplacedSources;
  readonly breakpoints: SourceBreakpoints;
  /** What else stands in code: function breakpoints, data breakpoints. */
  readonly followers: readonly CodeFollower[];
  event(event: DebugEvent): void;
}

/** A function of a text with its body. */
type Written = readonly [shape: FunctionShape, body: FunctionBody];

interface Plan {
  readonly main: FunctionBody;
  readonly compiled: FunctionBody;
  readonly pairs: ReadonlyMap<FunctionBody, readonly FunctionBody[]>;
  readonly old: readonly Written[];
  /** Functions of the old text that are in the new one. */
  readonly found: ReadonlySet<FunctionShape>;
}

export class HotReload {
  readonly #parts: HotReloadParts;
  /** Functions that have not got the code of the chunk's present text: the next text may have code that they can run. By their descriptions. */
  readonly #left = new WeakMap<FunctionBody, ReadonlyMap<string, readonly FunctionBody[]>>();
  readonly #followers: CodeFollower[];

  constructor(parts: HotReloadParts) {
    this.#parts = parts;
    this.#followers = [...parts.followers];
  }

  follow(follower: CodeFollower): void {
    this.#followers.push(follower);
  }

  loaded(main: FunctionBody, text: Uint8Array | undefined): void {
    this.#parts.texts.keep(main, text);
  }

  /** Throws `not_replaced` for a file that cannot be read or compiled. */
  save(path: string): SavedFile {
    const { sources, texts, breakpoints } = this.#parts;
    const key = sources.keyOf({ path, name: path })!;
    const chunks = [...sources.chunksOf(key)].filter((main) => texts.textOf(main) !== undefined);
    if (chunks.length === 0) return { replaced: [], kept: [], refused: [], message: `The program has not loaded ${path}.`, movesFrames: false };
    const text = read(path);
    const stale = chunks.filter((main) => Buffer.compare(texts.textOf(main)!, text) !== 0);
    // All of it before anything is touched: what fails now leaves the program as it was.
    const plans = stale.map((main) => this.#plan(main, text));
    const before = stale[0] && decode(texts.textOf(stale[0])!);
    const report = new Report(basename(path));
    breakpoints.release(key);
    for (const follower of this.#followers) follower.release();
    const changed = new Set(plans.flatMap((plan) => this.#replace(plan, text, report)));
    const lines = before === undefined ? undefined : mapLines(before, decode(text));
    breakpoints.rebind(key, (line) => lines?.toNow(line) ?? line);
    for (const follower of this.#followers) follower.rebind(changed);
    if (stale.length > 0) this.#parts.event({ type: 'loadedSource', reason: 'changed', source: sources.of([...sources.chunksOf(key)][0]!).ref });
    return report.answer(lines !== undefined && !lines.keepsLines);
  }

  #compile(text: Uint8Array, source: string): FunctionBody {
    const { engine, sources } = this.#parts;
    try {
      return sources.unseen(() => engine.functionBody(engine.load(text, source)))!;
    } catch (error) {
      if (error instanceof LuaError) throw notReplaced(error.message, error);
      throw error;
    }
  }

  #plan(main: FunctionBody, text: Uint8Array): Plan {
    const compiled = this.#compile(text, main.source);
    const old = functionsOf(main, this.#parts.texts.textOf(main)!);
    const now = functionsOf(compiled, text);
    const bodyOf = new Map(old);
    const shapes = matchFunctions(old[0]![0], now[0]![0]);
    const paths = pathsOf(now);
    const left = this.#left.get(main);
    const pairs = new Map<FunctionBody, readonly FunctionBody[]>();
    for (const [shape, body] of now) {
      const before = shapes.get(shape);
      const current = before === undefined ? [] : [bodyOf.get(before)!];
      pairs.set(body, [...current, ...(left?.get(paths.get(shape)!) ?? [])]);
    }
    return { main, compiled, pairs, old, found: new Set(shapes.values()) };
  }

  /** Answers the bodies with another code. */
  #replace({ main, compiled, pairs, old, found }: Plan, text: Uint8Array, report: Report): FunctionBody[] {
    const { engine, texts } = this.#parts;
    const { main: replaced, changes } = engine.replaceCode(main, compiled, pairs);
    texts.replace(main, replaced, text);
    const names = new Map(functionsOf(replaced, text).map(([shape, body]) => [body, nameOf(shape)]));
    for (const change of changes) report.add(change, names.get(change.now) ?? `function on line ${change.now.lineDefined}`);
    this.#left.set(replaced, leftBehind(old, found, changes, this.#left.get(main)));
    return changes.filter(({ kind }) => kind === 'replaced').map(({ now }) => now);
  }
}

/** Functions that keep their old code, because they were refused the new one or are not in the text any more. */
function leftBehind(
  old: readonly Written[],
  found: ReadonlySet<FunctionShape>,
  changes: readonly CodeChange[],
  before: ReadonlyMap<string, readonly FunctionBody[]> = new Map(),
): ReadonlyMap<string, readonly FunctionBody[]> {
  const has = new Set(changes.filter(({ kind }) => kind !== 'refused').map((change) => change.before));
  const refused = new Set(changes.filter(({ kind }) => kind === 'refused').map((change) => change.before));
  const left = new Map([...before].map(([path, bodies]) => [path, bodies.filter((body) => !has.has(body))] as const));
  const paths = pathsOf(old);
  for (const [shape, body] of old) {
    if (found.has(shape) && !refused.has(body)) continue;
    const path = paths.get(shape)!;
    left.set(path, [...(left.get(path) ?? []), body]);
  }
  return left;
}

/** Throws `not_replaced` when the text is not read as the compiler reads it. */
function functionsOf(main: FunctionBody, text: Uint8Array): Written[] {
  const shapes = [...allShapes(functionShapes(decode(text)))];
  const bodies = [...allBodies(main)];
  if (shapes.length !== bodies.length) throw notReplaced('The functions of the file cannot be told apart: restart the program to run the new text.');
  return shapes.map((shape, index) => [shape, bodies[index]!]);
}

/** `M.f/inner#2`: descriptions with those of the functions around, and the number among its like. */
function pathsOf(functions: readonly Written[]): ReadonlyMap<FunctionShape, string> {
  const paths = new Map<FunctionShape, string>();
  for (const [shape] of functions) {
    const counts = new Map<string, number>();
    for (const inner of shape.functions) {
      const count = (counts.get(inner.label) ?? 0) + 1;
      counts.set(inner.label, count);
      paths.set(inner, `${paths.get(shape) ?? ''}/${inner.label}#${count}`);
    }
  }
  return paths;
}

const nameOf = ({ name, line }: FunctionShape): string => name ?? `function on line ${line}`;

function read(path: string): Uint8Array {
  try {
    return loadableText(readFileSync(path));
  } catch (error) {
    throw notReplaced(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
