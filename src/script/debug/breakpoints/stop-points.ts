/**
 * Who wants to hear of an arrival at a line of a function body: breakpoints, function breakpoints and the stop on entry share the
 * engine's stop points. The engine is told only when the first comes or the last goes.
 */
import type { Engine, FunctionBody, LuaFrame, LuaThread, LuaValue } from '../../engine/engine.ts';

export interface Arrival {
  readonly thread: LuaThread;
  readonly body: FunctionBody;
  readonly line: number;
  /** The frame that has arrived; asked for only by those who need it. */
  frame(): LuaFrame;
  /** What the place is about (`old`, `new` of a write): names for conditions, before those of the frame. */
  readonly names?: ReadonlyMap<string, LuaValue>;
}

export interface StopOwner {
  readonly reason: 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'entry';
  readonly id: number | undefined;
  /** Whether the program shall stop. May run Lua (conditions), log, and count. */
  arrive(arrival: Arrival): boolean;
}

const none: readonly StopOwner[] = [];

export class StopPoints {
  readonly #engine: Engine;
  readonly #owners = new WeakMap<FunctionBody, Map<number, StopOwner[]>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  add(body: FunctionBody, line: number, owner: StopOwner): void {
    let lines = this.#owners.get(body);
    if (lines === undefined) this.#owners.set(body, (lines = new Map<number, StopOwner[]>()));
    const owners = lines.get(line);
    if (owners === undefined) {
      lines.set(line, [owner]);
      this.#engine.setStopPoint(body, line, true);
    } else if (!owners.includes(owner)) owners.push(owner);
  }

  remove(body: FunctionBody, line: number, owner: StopOwner): void {
    const lines = this.#owners.get(body);
    const owners = lines?.get(line);
    if (lines === undefined || owners === undefined || !owners.includes(owner)) return;
    const rest = owners.filter((other) => other !== owner);
    if (rest.length > 0) lines.set(line, rest);
    else {
      lines.delete(line);
      this.#engine.setStopPoint(body, line, false);
    }
  }

  at(body: FunctionBody, line: number): readonly StopOwner[] {
    return this.#owners.get(body)?.get(line) ?? none;
  }
}

/** Cleared of places that are gone whenever it has grown this much. */
const SWEEP_EVERY = 1000;

/** Where one owner stands, so that it can be taken away again. Code that nobody can call any more is let go. */
export class BoundPlaces {
  readonly #stopPoints: StopPoints;
  #places: { readonly body: WeakRef<FunctionBody>; readonly line: number }[] = [];
  #sweepAt = SWEEP_EVERY;

  constructor(stopPoints: StopPoints) {
    this.#stopPoints = stopPoints;
  }

  add(body: FunctionBody, line: number, owner: StopOwner): void {
    this.#stopPoints.add(body, line, owner);
    this.#places.push({ body: new WeakRef(body), line });
    if (this.#places.length < this.#sweepAt) return;
    this.#places = this.#places.filter((place) => place.body.deref() !== undefined);
    this.#sweepAt = this.#places.length + SWEEP_EVERY;
  }

  release(owner: StopOwner): void {
    for (const { body, line } of this.#places) {
      const living = body.deref();
      if (living !== undefined) this.#stopPoints.remove(living, line, owner);
    }
    this.#places = [];
  }

  /** The place that was bound last, while it lives. */
  get last(): FunctionBody | undefined {
    return this.#places.at(-1)?.body.deref();
  }
}
