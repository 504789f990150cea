/** Which errors stop the program: `uncaught`, `caught`, `host` (raised by a host function), each with a condition over `err`. */
import type { BreakpointStatus, ExceptionFilter } from '../../common/debug.ts';
import type { EngineStop, LuaFrame, LuaValue, Engine } from '../engine/engine.ts';
import type { Conditions } from './conditions.ts';
import { DebugError } from './errors.ts';
import type { Evaluation } from './evaluation.ts';
import { DEFAULT_LIMIT_MS } from './evaluation.ts';

export type ErrorStop = Extract<EngineStop, { kind: 'error' }>;

const known = ['uncaught', 'caught', 'host'];

export class ExceptionFilters {
  readonly #engine: Engine;
  readonly #conditions: Conditions;
  readonly #evaluation: Evaluation;
  readonly #complain: (text: string) => void;
  #filters: readonly ExceptionFilter[] = [];
  readonly #complained = new Set<string>();

  constructor(engine: Engine, conditions: Conditions, evaluation: Evaluation, complain: (text: string) => void) {
    this.#engine = engine;
    this.#conditions = conditions;
    this.#evaluation = evaluation;
    this.#complain = complain;
  }

  set(filters: readonly ExceptionFilter[]): BreakpointStatus[] {
    this.#complained.clear();
    const statuses = filters.map((filter) => ({ id: 0, ...this.#verdict(filter) }));
    this.#filters = filters.filter((_, index) => statuses[index]!.verified);
    return statuses;
  }

  get isEmpty(): boolean {
    return this.#filters.length === 0;
  }

  /** The filter that stops here, or undefined. `frame`: the innermost frame of the script's own. */
  matching(stop: ErrorStop, frame: LuaFrame | undefined): ExceptionFilter | undefined {
    return this.#filters.find((filter) => applies(filter, stop) && this.#conditionHolds(filter, stop.value, frame));
  }

  #verdict(filter: ExceptionFilter): { verified: boolean; message?: string } {
    if (!known.includes(filter.filter)) return { verified: false, message: `There is no filter "${filter.filter}"; there are ${known.join(', ')}.` };
    const fault = filter.condition?.trim() ? this.#conditions.syntaxFault(filter.condition) : undefined;
    return fault === undefined ? { verified: true } : { verified: false, message: fault };
  }

  #conditionHolds(filter: ExceptionFilter, value: LuaValue, frame: LuaFrame | undefined): boolean {
    const condition = filter.condition?.trim();
    if (!condition) return true;
    try {
      const [result] = this.#evaluation.evaluate(condition, frame, DEFAULT_LIMIT_MS, new Map([['err', value]]));
      return result !== undefined && this.#engine.toBoolean(result);
    } catch (error) {
      if (!(error instanceof DebugError)) throw error;
      if (!this.#complained.has(condition)) this.#complain(`Exception condition "${condition}" failed: ${error.message}`);
      this.#complained.add(condition);
      return false;
    }
  }
}

function applies({ filter }: ExceptionFilter, stop: ErrorStop): boolean {
  if (filter === 'host') return stop.inHostCall;
  return filter === 'caught' ? stop.caught : !stop.caught;
}
