/**
 * Conditions of breakpoints: Lua expressions over the names of the place. Compiled once for each place by the engine, which makes
 * simple comparisons cheap enough for hot lines.
 */
import type { CompiledCondition, Engine, FunctionBody, LuaFrame, LuaValue } from '../../engine/engine.ts';
import { LuaError } from '../../engine/engine.ts';
import { evaluationFailed } from '../errors.ts';
import type { OuterLocals } from '../evaluation/outer-locals.ts';
import type { Sources } from '../sources/sources.ts';
import type { Arrival } from './stop-points.ts';


/** Conditions that need no look at the program: a breakpoint switched off by hand. */
const constants: ReadonlyMap<string, boolean> = new Map([
  ['false', false],
  ['nil', false],
  ['true', true],
]);

export class Conditions {
  readonly #engine: Engine;
  readonly #sources: Sources;
  readonly #outer: OuterLocals;
  readonly #compiled = new WeakMap<FunctionBody, Map<string, CompiledCondition>>();
  readonly #faults = new Map<string, string | undefined>();
  /** Runs a piece of Lua under the time limit of evaluations. */
  readonly #limited: <T>(run: () => T) => T;

  constructor(engine: Engine, sources: Sources, outer: OuterLocals, limited: <T>(run: () => T) => T) {
    this.#engine = engine;
    this.#sources = sources;
    this.#outer = outer;
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

  /** A condition of one breakpoint. It remembers where it stood last: a hot line asks for the same place again and again. */
  condition(expression: string): (arrival: Arrival) => boolean {
    const constant = constants.get(expression);
    if (constant !== undefined) return () => constant;
    let body: FunctionBody | undefined;
    let line = 0;
    let compiled: CompiledCondition | undefined;
    return (arrival) => {
      try {
        if (compiled === undefined || body !== arrival.body || line !== arrival.line) {
          compiled = this.#compile(expression, arrival);
          ({ body, line } = arrival);
        }
        return this.#holds(compiled, arrival);
      } catch (error) {
        if (error instanceof LuaError) throw evaluationFailed(error.message, error);
        throw error;
      }
    };
  }

  #holds(compiled: CompiledCondition, arrival: Arrival): boolean {
    return this.#engine.toBoolean(this.#limited(() => compiled(arrival.frame(), arrival.names)));
  }

  #compile(expression: string, { body, line, names }: Arrival): CompiledCondition {
    let ofBody = this.#compiled.get(body);
    if (ofBody === undefined) this.#compiled.set(body, (ofBody = new Map<string, CompiledCondition>()));
    const named = [...(names?.keys() ?? [])];
    const key = `${line}:${named.join()}:${expression}`;
    let compiled = ofBody.get(key);
    if (compiled === undefined) ofBody.set(key, (compiled = this.#sources.unseen(() => this.#compileAt(expression, body, line, named))));
    return compiled;
  }

  /** Only what speaks of locals of the functions around looks for them, at each arrival: each activation has its own. */
  #compileAt(expression: string, body: FunctionBody, line: number, named: readonly string[]): CompiledCondition {
    const outer = this.#outer.namesOn(expression, body, line).filter((name) => !named.includes(name));
    const compiled = this.#engine.compileCondition(expression, body, line, [...named, ...outer]);
    if (outer.length === 0) return compiled;
    return (frame, values) => compiled(frame, this.#withOuter(outer, frame, values));
  }

  #withOuter(names: readonly string[], frame: LuaFrame, values: ReadonlyMap<string, LuaValue> = new Map()): ReadonlyMap<string, LuaValue> {
    return new Map([...values, ...[...this.#outer.find(names, frame)].map(([name, { value }]) => [name, value] as const)]);
  }
}
