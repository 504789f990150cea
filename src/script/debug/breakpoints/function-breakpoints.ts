/** Breakpoints by function name: at the arrival of a call in the body, for every function written under that name, now and later. */
import type { BreakpointStatus, FunctionBreakpointSpec } from '../../../common/debug.ts';
import type { FunctionBody } from '../../engine/engine.ts';
import type { BodyNames } from '../sources/body-names.ts';
import { Breakpoint, type BreakpointServices } from './breakpoint.ts';
import { CallsSeen } from './calls-seen.ts';
import { functionAt } from './function-at.ts';
import { isSameFunctionName } from './function-names.ts';
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
    for (const entry of this.#bindNamed(main)) {
      if (entry.breakpoint.status.verified) continue;
      entry.breakpoint.status = this.#statusOf(entry);
      this.#report(entry.breakpoint.status);
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

  #bindNamed(main: FunctionBody): Set<CallEntry> {
    const changed = new Set<CallEntry>();
    const names = this.#names.named(main);
    for (const body of allBodies(main)) {
      const name = names.get(body);
      if (name === undefined) continue;
      for (const entry of this.#entries) {
        if (!isSameFunctionName(name, entry.name)) continue;
        this.#bind(entry, body);
        changed.add(entry);
      }
    }
    return changed;
  }

  #bind(entry: CallEntry, body: FunctionBody): void {
    if (entry.breakpoint.fault !== undefined) return;
    entry.bound.add(body, body.entryLine, entry);
  }

  #statusOf(entry: CallEntry): BreakpointStatus {
    const { id, fault } = entry.breakpoint;
    const body = entry.bound.last;
    if (fault !== undefined) return { id, verified: false, message: fault };
    if (body === undefined) return { id, verified: false, pending: true, message: `No function ${entry.name} is loaded yet.` };
    return { id, verified: true, line: body.entryLine, source: this.#sources.of(body).ref };
  }
}
