/**
 * Locals of a file's main chunk, by file, line and name: the same variable in every run of the file. One that has not begun yet is found when
 * the chunk comes to the first line behind its declaration.
 */
import type { Engine, FunctionBody, LuaFrame, LuaVariable } from '../../engine/engine.ts';
import { visibleVariable } from '../values/frame-names.ts';
import type { Sources } from '../sources/sources.ts';
import { BoundPlaces, type Arrival, type StopOwner, type StopPoints } from './stop-points.ts';

export interface MainLocal {
  /** Path key of the file. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

type Begun = (frame: LuaFrame, variable: LuaVariable) => void;

/** Stands on every line that may come next; never stops the program. */
class Wait implements StopOwner {
  readonly reason = 'data breakpoint';
  readonly id = undefined;
  readonly bound: BoundPlaces;

  constructor(
    readonly local: MainLocal,
    stopPoints: StopPoints,
    private readonly seen: (frame: LuaFrame) => void,
  ) {
    this.bound = new BoundPlaces(stopPoints);
  }

  arrive(arrival: Arrival): boolean {
    this.seen(arrival.frame());
    return false;
  }
}

export class MainLocals {
  readonly #engine: Engine;
  readonly #sources: Sources;
  readonly #stopPoints: StopPoints;
  readonly #waits = new Set<Wait>();

  constructor(engine: Engine, sources: Sources, stopPoints: StopPoints) {
    this.#engine = engine;
    this.#sources = sources;
    this.#stopPoints = stopPoints;
  }

  /** undefined for other variables. */
  of(frame: LuaFrame, variable: LuaVariable): MainLocal | undefined {
    const declared = this.#engine.variableTarget(frame, variable)?.declared;
    if (declared === undefined || declared.body.lineDefined !== 0) return undefined;
    const { key, ref } = this.#sources.of(declared.body);
    return key === undefined || ref.path === undefined ? undefined : { file: key, line: declared.line, name: variable.name };
  }

  /** Calls back once; the answer gives up. */
  await(local: MainLocal, begun: Begun): () => void {
    const wait = new Wait(local, this.#stopPoints, (frame) => {
      const variable = visibleVariable(this.#engine, frame, local.name);
      const found = variable && this.of(frame, variable);
      if (found?.line !== local.line) return;
      giveUp();
      begun(frame, variable!);
    });
    const giveUp = (): void => {
      this.#waits.delete(wait);
      wait.bound.release(wait);
    };
    this.#waits.add(wait);
    for (const main of this.#sources.chunksOf(local.file)) this.#bind(wait, main);
    return giveUp;
  }

  bindLoaded(main: FunctionBody): void {
    const { key } = this.#sources.of(main);
    for (const wait of this.#waits) if (wait.local.file === key) this.#bind(wait, main);
  }

  #bind(wait: Wait, main: FunctionBody): void {
    for (const line of main.lines) if (line > wait.local.line) wait.bound.add(main, line, wait);
  }
}
