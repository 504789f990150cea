/**
 * Breakpoints by source and line: kept for sources that are not loaded yet, bound to every chunk of a source as it is loaded, moved to the
 * next executable line, and reported with the reason where there is none.
 */
import { readFileSync } from 'node:fs';
import type { BreakpointStatus, SourceBreakpoints as SourceBreakpointsRequest, SourceRef } from '../../../common/debug.ts';
import { realPath } from '../../../base/paths.ts';
import { LuaError, type FunctionBody } from '../../engine/engine.ts';
import { loadableText } from '../../program-text.ts';
import { Breakpoint, type BreakpointServices } from './breakpoint.ts';
import { lineTable } from '../sources/line-table.ts';
import type { Sources } from '../sources/sources.ts';
import type { ReplacedSources } from '../sources/replaced-sources.ts';
import { BoundPlaces, type StopPoints } from './stop-points.ts';

interface Entry {
  readonly breakpoint: Breakpoint;
  readonly line: number;
  /** The line is one of the file as it is saved, which is newer than what the program has loaded. */
  readonly isAhead: boolean;
  /** Where it stands: released when the set changes. */
  readonly bound: BoundPlaces;
}

export class SourceBreakpoints {
  readonly #services: BreakpointServices;
  readonly #sources: Sources;
  readonly #stopPoints: StopPoints;
  readonly #report: (status: BreakpointStatus) => void;
  readonly #replaced: ReplacedSources;
  readonly #entries = new Map<string, readonly Entry[]>();

  constructor(services: BreakpointServices, sources: Sources, stopPoints: StopPoints, replaced: ReplacedSources, report: (status: BreakpointStatus) => void) {
    this.#services = services;
    this.#sources = sources;
    this.#stopPoints = stopPoints;
    this.#replaced = replaced;
    this.#report = report;
  }

  /** Replaces the breakpoints of a source. */
  set({ source, breakpoints }: SourceBreakpointsRequest): BreakpointStatus[] {
    const key = this.#sources.keyOf(source);
    if (key === undefined) {
      const message = 'This source has neither a file nor a text: breakpoints cannot be set in it.';
      return breakpoints.map(({ id }) => ({ id, verified: false, message }));
    }
    if (source.path !== undefined) this.#sources.useSpelling(source.path);
    const before = this.#entries.get(key) ?? [];
    for (const entry of before) entry.bound.release(entry.breakpoint);
    const isAhead = this.#replaced.isAhead(key);
    const entries = breakpoints.map((spec): Entry => {
      const same = before.find((entry) => entry.line === spec.line && entry.breakpoint.isSame(spec))?.breakpoint;
      return { breakpoint: same ?? new Breakpoint('breakpoint', spec, this.#services), line: spec.line, isAhead, bound: new BoundPlaces(this.#stopPoints) };
    });
    this.#entries.set(key, entries);
    const chunks = [...this.#sources.chunksOf(key)];
    const foresee = chunks.length > 0 ? undefined : this.#foreseer(source);
    for (const entry of entries) {
      for (const main of chunks) entry.breakpoint.status = this.#bind(entry, main, source);
      if (foresee !== undefined) entry.breakpoint.status = foresee(entry);
    }
    return entries.map((entry) => entry.breakpoint.status);
  }

  /** A chunk was loaded: its breakpoints are set before it runs; the front end hears what it did not know yet. */
  bindLoaded(main: FunctionBody): void {
    const { key, ref } = this.#sources.of(main);
    if (key === undefined) return;
    for (const entry of this.#entries.get(key) ?? []) {
      const status = this.#bind(entry, main, ref);
      const told = entry.breakpoint.status;
      entry.breakpoint.status = status;
      if (told.verified !== status.verified || told.line !== status.line || told.message !== status.message) this.#report(status);
    }
  }

  /** Before the code of a source is replaced. */
  release(key: string): void {
    for (const entry of this.#entries.get(key) ?? []) entry.bound.release(entry.breakpoint);
  }

  /** After it: `toNow` says where the lines are that were meant for the old text. */
  rebind(key: string, toNow: (line: number) => number): void {
    const entries = (this.#entries.get(key) ?? []).map((entry) => (entry.isAhead ? { ...entry, isAhead: false } : { ...entry, line: toNow(entry.line) }));
    this.#entries.set(key, entries);
    for (const main of this.#sources.chunksOf(key)) this.bindLoaded(main);
  }

  clear(): void {
    for (const entries of this.#entries.values()) for (const entry of entries) entry.bound.release(entry.breakpoint);
    this.#entries.clear();
  }

  #bind(entry: Entry, main: FunctionBody, source: SourceRef): BreakpointStatus {
    const { breakpoint } = entry;
    const verdict = placeIn(main, entry, source);
    if (verdict.verified && verdict.line !== undefined) {
      for (const body of lineTable(main).bodiesAt(verdict.line)) entry.bound.add(body, verdict.line, breakpoint);
      for (const { body, line } of this.#replaced.placesOf(main, verdict.line)) entry.bound.add(body, line, breakpoint);
    }
    return verdict;
  }

  /** Gives the verdicts for a source that is not loaded yet: from compiling its file, without running anything. */
  #foreseer(source: SourceRef): (entry: Entry) => BreakpointStatus {
    const refuse = (message: string, pending: boolean) => ({ breakpoint }: Entry) => {
      const { id, fault } = breakpoint;
      return fault === undefined ? { id, verified: false, pending, source, message } : { id, verified: false, source, message: fault };
    };
    if (source.path === undefined) return refuse('The program has not loaded this text yet.', true);
    try {
      const main = this.probe(source.path);
      return (entry) => placeIn(main, entry, source);
    } catch (error) {
      return refuse(unloadable(source.path, error), false);
    }
  }

  /** Compiles a file for its lines alone. Throws when it cannot be read or compiled. */
  probe(path: string): FunctionBody {
    const { engine } = this.#services;
    const real = realPath(path);
    const main = this.#sources.unseen(() => engine.functionBody(engine.load(loadableText(readFileSync(real)), `@${real}`)));
    if (main === undefined) throw new Error('it has no code');
    return main;
  }
}

function placeIn(main: FunctionBody, entry: Entry, source: SourceRef): BreakpointStatus {
  const { breakpoint, line } = entry;
  const { id, fault } = breakpoint;
  if (fault !== undefined) return { id, verified: false, source, message: fault };
  const table = lineTable(main);
  const found = table.next(line);
  if (found !== undefined) return { id, verified: true, source, line: found };
  const last = table.lines.at(-1) ?? 0;
  return { id, verified: false, source, message: `Nothing is executed on line ${line} or after it: the last executable line is ${last}.` };
}

function unloadable(path: string, error: unknown): string {
  if (error instanceof LuaError) return `The file does not compile: ${error.message}`;
  return `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
