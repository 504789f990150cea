/**
 * Conditions of breakpoints: Lua expressions over the names of the place. Compiled once for each place by the engine, which makes
 * simple comparisons cheap enough for hot lines.
 */
import type { Engine, FunctionBody, LuaFrame, LuaValue } from '../engine/engine.ts';
import { LuaError } from '../engine/engine.ts';
import { evaluationFailed } from './errors.ts';
import type { Sources } from './sources.ts';
import type { Arrival } from './stop-points.ts';

type Compiled = (frame: LuaFrame) => LuaValue;

export class Conditions {
  readonly #engine: Engine;
  readonly #sources: Sources;
  readonly #compiled = new WeakMap<FunctionBody, Map<string, Compiled>>();
  readonly #faults = new Map<string, string | undefined>();
  /** Runs a piece of Lua under the time limit of evaluations. */
  readonly #limited: <T>(run: () => T) => T;

  constructor(engine: Engine, sources: Sources, limited: <T>(run: () => T) => T) {
    this.#engine = engine;
    this.#sources = sources;
    this.#limited = limited;
  }

  /** What is wrong with the text itself, or undefined. */
  syntaxFault(expression: string): string | undefined {
    if (!this.#faults.has(expression)) this.#faults.set(expression, this.#findFault(expression));
    return this.#faults.get(expression);
  }

  #findFault(expression: string): string | undefined {
    try {
      this.#sources.unseen(() => this.#engine.load(Buffer.from(`return ${expression}`), '=condition'));
      return undefined;
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      return `The condition is no Lua expression: ${error.message.replace(/^condition:1: /, '')}`;
    }
  }

  /** Throws `evaluation_failed` with the Lua error. */
  holds(expression: string, arrival: Arrival): boolean {
    try {
      const condition = this.#compile(expression, arrival.body, arrival.line);
      return this.#engine.toBoolean(this.#limited(() => condition(arrival.frame())));
    } catch (error) {
      if (error instanceof LuaError) throw evaluationFailed(error.message, error);
      throw error;
    }
  }

  #compile(expression: string, body: FunctionBody, line: number): Compiled {
    let ofBody = this.#compiled.get(body);
    if (ofBody === undefined) this.#compiled.set(body, (ofBody = new Map<string, Compiled>()));
    const key = `${line}:${expression}`;
    let compiled = ofBody.get(key);
    if (compiled === undefined) ofBody.set(key, (compiled = this.#sources.unseen(() => this.#engine.compileCondition(expression, body, line))));
    return compiled;
  }
}
