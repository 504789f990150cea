/**
 * Breakpoints that the script sets itself (`Debug.breakpoint`): they last as long as the VM, stand in the code while a debugger is attached, and
 * are none of the debugger's own.
 */
import { existsSync } from 'node:fs';
import type { Engine, FunctionBody } from '../../engine/engine.ts';
import type { ScriptBreakpointPlace } from '../../services.ts';
import type { BodyNames } from '../sources/body-names.ts';
import { CallsSeen } from './calls-seen.ts';
import { functionAt } from './function-at.ts';
import { isSameFunctionName } from './function-names.ts';
import { allBodies, lineTable } from '../sources/line-table.ts';
import type { Sources } from '../sources/sources.ts';
import { BoundPlaces, type Arrival, type StopOwner, type StopPoints } from './stop-points.ts';

export interface ScriptBreakpointParts {
  readonly engine: Engine;
  readonly sources: Sources;
  readonly names: BodyNames;
  readonly stopPoints: StopPoints;
  /** Tells the user what cannot work. */
  readonly complain: (text: string) => void;
}

interface Entry extends StopOwner {
  readonly place: ScriptBreakpointPlace;
  readonly bound: BoundPlaces;
  /** Its file is not there, and this was said. */
  isMissed?: boolean;
}

export class ScriptBreakpoints {
  readonly #parts: ScriptBreakpointParts;
  readonly #entries = new Map<string, Entry>();
  #isBound = false;

  constructor(parts: ScriptBreakpointParts) {
    this.#parts = parts;
  }

  /** The same place again changes nothing: the call may stand in a loop. */
  add(place: ScriptBreakpointPlace): void {
    const key = this.#keyOf(place);
    if (key === undefined || this.#entries.has(key)) return;
    const entry: Entry = { reason: 'breakpoint', id: undefined, place, bound: new BoundPlaces(this.#parts.stopPoints), arrive: arrivalTest(place) };
    this.#entries.set(key, entry);
    if (this.#isBound) this.#bindKnown(entry);
  }

  /** A debugger is there. */
  bind(): void {
    this.#isBound = true;
    for (const entry of this.#entries.values()) this.#bindKnown(entry);
  }

  /** Nobody is there who could stop. */
  release(): void {
    this.#isBound = false;
    for (const entry of this.#entries.values()) entry.bound.release(entry);
  }

  bindLoaded(main: FunctionBody): void {
    if (!this.#isBound) return;
    for (const entry of this.#entries.values()) this.#bindIn(entry, main);
  }

  #bindKnown(entry: Entry): void {
    const { place } = entry;
    if (place.kind === 'function') return this.#bindBody(entry, this.#parts.engine.functionBody(place.value), place.line);
    // A function that has the name without being written under it.
    if (place.kind === 'name') this.#bindBody(entry, functionAt(this.#parts.engine, place.name), place.line);
    for (const main of this.#parts.sources.chunks()) this.#bindIn(entry, main);
    if (place.kind === 'line') this.#lookForFile(entry, place.path);
  }

  /** The script may still write it, and load it then. */
  #lookForFile(entry: Entry, path: string): void {
    if (entry.isMissed || entry.bound.last !== undefined || existsSync(path)) return;
    entry.isMissed = true;
    this.#parts.complain(`Debug.breakpoint: there is no file ${path}; the breakpoint waits in case one is loaded later.`);
  }

  #bindIn(entry: Entry, main: FunctionBody): void {
    const { place } = entry;
    const { sources, names, complain } = this.#parts;
    if (place.kind === 'line') {
      if (sources.of(main).key !== sources.keyOf({ path: place.path, name: '' })) return;
      const line = lineTable(main).next(place.line);
      if (line === undefined) complain(`Debug.breakpoint: nothing is executed on line ${place.line} of ${place.path} or after it.`);
      else for (const body of lineTable(main).bodiesAt(line)) entry.bound.add(body, line, entry);
    } else if (place.kind === 'name') {
      const named = names.named(main);
      for (const body of allBodies(main)) {
        const name = named.get(body);
        if (name !== undefined && isSameFunctionName(name, place.name)) this.#bindBody(entry, body, place.line);
      }
    }
  }

  /** `line` undefined: where its calls arrive. */
  #bindBody(entry: Entry, body: FunctionBody | undefined, line: number | undefined): void {
    if (body === undefined) return;
    const found = line === undefined ? body.entryLine : line >= body.lineDefined ? body.lines.find((candidate) => candidate >= line) : undefined;
    if (found !== undefined) entry.bound.add(body, found, entry);
    else this.#parts.complain(`Debug.breakpoint: line ${line} is not in the function, which has the lines ${body.lineDefined} to ${body.lastLineDefined}.`);
  }

  /** undefined for a function that has no Lua code. */
  #keyOf(place: ScriptBreakpointPlace): string | undefined {
    if (place.kind === 'line') return `line ${place.line} ${this.#parts.sources.keyOf({ path: place.path, name: '' })}`;
    if (place.kind === 'name') return `name ${place.line} ${place.name}`;
    const body = this.#parts.engine.functionBody(place.value);
    return body && `function ${place.line} ${body.id}`;
  }
}

function arrivalTest(place: ScriptBreakpointPlace): (arrival: Arrival) => boolean {
  if (place.kind === 'line' || place.line !== undefined) return () => true;
  const seen = new CallsSeen();
  return (arrival) => seen.isNew(arrival);
}
