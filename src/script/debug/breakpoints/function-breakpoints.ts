/** Breakpoints by function name: at the arrival of a call in the body, for every function written under that name, now and later. */
import type { BreakpointStatus, FunctionBreakpointSpec } from '../../../common/debug.ts';
import type { Engine, FunctionBody } from '../../engine/engine.ts';
import type { BodyNames } from '../sources/body-names.ts';
import { Breakpoint, type BreakpointServices } from './breakpoint.ts';
import { CallsSeen } from './calls-seen.ts';
import { functionAt, isHostFunction } from './function-at.ts';
import { isFunctionName, isSameFunctionName } from './function-names.ts';
import { allBodies } from '../sources/line-table.ts';
import type { Sources } from '../sources/sources.ts';
import { BoundPlaces, type Arrival, type StopOwner, type StopPoints } from './stop-points.ts';

/** Stops once in each call, though the line may come round again in a loop. */
class CallEntry implements StopOwner {
  readonly reason = 'function breakpoint';
  readonly id: number;
  readonly bound: BoundPlaces;
  readonly #seen = new CallsSeen();

  constructor(
    readonly name: string,
    readonly breakpoint: Breakpoint,
    stopPoints: StopPoints,
  ) {
    this.id = breakpoint.id;
    this.bound = new BoundPlaces(stopPoints);
  }

  arrive(arrival: Arrival): boolean {
    return this.#seen.isNew(arrival) && this.breakpoint.arrive(arrival);
  }
}

export class FunctionBreakpoints {
  readonly #services: BreakpointServices;
  readonly #sources: Sources;
  readonly #names: BodyNames;
  readonly #stopPoints: StopPoints;
  readonly #report: (status: BreakpointStatus) => void;
  #entries: CallEntry[] = [];

  constructor(services: BreakpointServices, sources: Sources, names: BodyNames, stopPoints: StopPoints, report: (status: BreakpointStatus) => void) {
    this.#services = services;
    this.#sources = sources;
    this.#names = names;
    this.#stopPoints = stopPoints;
    this.#report = report;
  }

  /** Replaces all of them. */
  set(specs: readonly FunctionBreakpointSpec[]): BreakpointStatus[] {
    const before = this.#entries;
    for (const entry of before) entry.bound.release(entry);
    this.#entries = specs.map((spec) => {
      const same = before.find((entry) => entry.name === spec.name && entry.breakpoint.isSame(spec));
      return new CallEntry(spec.name, same?.breakpoint ?? new Breakpoint('function breakpoint', spec, this.#services), this.#stopPoints);
    });
    this.#bindKnown();
    return this.#entries.map((entry) => (entry.breakpoint.status = this.#statusOf(entry)));
  }

  bindLoaded(main: FunctionBody): void {
    if (this.#entries.length === 0) return;
    this.#bindNamed(main);
    // Also those that are in no text: what their names mean may be known now.
    for (const entry of this.#entries) {
      const told = entry.breakpoint.status;
      if (told.verified) continue;
      const status = (entry.breakpoint.status = this.#statusOf(entry));
      if (status.verified || told.message !== status.message) this.#report(status);
    }
  }

  /** Before code is replaced. */
  release(): void {
    for (const entry of this.#entries) entry.bound.release(entry);
  }

  /** After it: calls run the new code. */
  rebind(): void {
    this.#bindKnown();
    for (const entry of this.#entries) {
      const told = entry.breakpoint.status;
      const status = (entry.breakpoint.status = this.#statusOf(entry));
      if (told.verified !== status.verified || told.line !== status.line) this.#report(status);
    }
  }

  clear(): void {
    for (const entry of this.#entries) entry.bound.release(entry);
    this.#entries = [];
  }

  #bindKnown(): void {
    if (this.#entries.length === 0) return;
    for (const entry of this.#entries) {
      // A function that has the name without being written under it.
      const body = functionAt(this.#services.engine, entry.name);
      if (body !== undefined) this.#bind(entry, body);
    }
    for (const main of this.#sources.chunks()) if (!this.#sources.isOld(main)) this.#bindNamed(main);
  }

  #bindNamed(main: FunctionBody): void {
    const names = this.#names.named(main);
    for (const body of allBodies(main)) {
      const name = names.get(body);
      if (name === undefined) continue;
      for (const entry of this.#entries) if (isSameFunctionName(name, entry.name)) this.#bind(entry, body);
    }
  }

  #bind(entry: CallEntry, body: FunctionBody): void {
    if (entry.breakpoint.fault !== undefined) return;
    entry.bound.add(body, body.entryLine, entry);
  }

  #statusOf(entry: CallEntry): BreakpointStatus {
    const { id, fault } = entry.breakpoint;
    const body = entry.bound.last;
    if (fault !== undefined) return { id, verified: false, message: fault };
    if (body === undefined) return { id, verified: false, ...missing(this.#services.engine, entry.name) };
    return { id, verified: true, line: body.entryLine, source: this.#sources.of(body).ref };
  }
}

/** Why no function has the name. */
function missing(engine: Engine, name: string): Pick<BreakpointStatus, 'pending' | 'message'> {
  if (!isFunctionName(name)) return { message: `"${name}" is no function name: write name, M.f or Obj:m.` };
  if (isHostFunction(engine, name)) return { message: `${name} is a host function: it has no lines to stop at.` };
  return { pending: true, message: `No function ${name} is loaded yet.` };
}
