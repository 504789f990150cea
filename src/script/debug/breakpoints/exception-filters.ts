/**
 * Which errors stop the program: `uncaught`, `caught`, `host` (raised by a host function), each with a condition over `err`; and at which
 * points of host calls it stops, each with a condition over what the point knows.
 */
import type { BreakpointStatus, ExceptionFilter } from '../../../common/debug.ts';
import { HOST_POINT_FILTERS, isHostPointFilter, type HostPoint, type HostPointFilter } from '../../../common/host-points.ts';
import type { EngineStop, LuaFrame, LuaValue, Engine } from '../../engine/engine.ts';
import type { Conditions } from './conditions.ts';
import { DebugError } from '../errors.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { DEFAULT_LIMIT_MS } from '../evaluation/evaluation.ts';

export type ErrorStop = Extract<EngineStop, { kind: 'error' }>;

const errorFilters: readonly string[] = ['uncaught', 'caught', 'host'];
const known = [...errorFilters, ...HOST_POINT_FILTERS];

/** Filters that would stop at every answer: what they are for is said by their condition. */
const needCondition: Readonly<Record<string, string>> = {
  agent_response: 'an expression over the answer, e.g. response.text:find("sorry")',
  token_limit: 'a limit, e.g. tokens > 1000',
};

/** A filter for host points, and whether its condition held when it was last asked. */
interface PointFilter {
  readonly filter: HostPointFilter;
  readonly condition: string | undefined;
  held: boolean;
}

export class ExceptionFilters {
  readonly #engine: Engine;
  readonly #conditions: Conditions;
  readonly #evaluation: Evaluation;
  readonly #complain: (text: string) => void;
  readonly #wantPoints: (filters: readonly HostPointFilter[]) => void;
  #filters: readonly ExceptionFilter[] = [];
  #pointFilters: readonly PointFilter[] = [];
  readonly #complained = new Set<string>();

  constructor(engine: Engine, conditions: Conditions, evaluation: Evaluation, complain: (text: string) => void, wantPoints: (filters: readonly HostPointFilter[]) => void) {
    this.#engine = engine;
    this.#conditions = conditions;
    this.#evaluation = evaluation;
    this.#complain = complain;
    this.#wantPoints = wantPoints;
  }

  set(filters: readonly ExceptionFilter[]): BreakpointStatus[] {
    this.#complained.clear();
    const statuses = filters.map((filter) => ({ id: filter.id, ...this.#verdict(filter) }));
    const verified = filters.filter((_, index) => statuses[index]!.verified);
    this.#filters = verified.filter(({ filter }) => errorFilters.includes(filter));
    const before = this.#pointFilters;
    this.#pointFilters = verified.flatMap(({ filter, condition }) => (isHostPointFilter(filter) ? [pointFilter(filter, condition?.trim() || undefined, before)] : []));
    if (before.length > 0 || this.#pointFilters.length > 0) this.#wantPoints([...new Set(this.#pointFilters.map(({ filter }) => filter))]);
    return statuses;
  }

  get wantsErrors(): boolean {
    return this.#filters.length > 0;
  }

  /** The filter that stops here, or undefined. `frame`: the innermost frame of the script's own. */
  matching(stop: ErrorStop, frame: LuaFrame | undefined): ExceptionFilter | undefined {
    return this.#filters.find((filter) => applies(filter, stop) && this.#conditionHolds(filter.condition, frame, new Map([['err', stop.value]])));
  }

  /** The filters that stop at a point of a host call. All of them are asked: `token_limit` remembers whether it was passed before. */
  reached(point: HostPoint, frame: LuaFrame | undefined, names: ReadonlyMap<string, LuaValue>): HostPointFilter[] {
    const asked = this.#pointFilters.filter(({ filter }) => point.filters.includes(filter));
    const stopping = new Set(asked.filter((filter) => this.#stopsAt(filter, point, frame, names)).map(({ filter }) => filter));
    return point.filters.filter((filter) => stopping.has(filter));
  }

  #stopsAt(filter: PointFilter, point: HostPoint, frame: LuaFrame | undefined, names: ReadonlyMap<string, LuaValue>): boolean {
    if (filter.condition === undefined) return filter.filter !== 'http_error' || (point.status ?? 0) >= 400;
    const { held } = filter;
    filter.held = this.#conditionHolds(filter.condition, frame, names);
    // A limit is passed once; every later answer is beyond it too.
    return filter.held && !(filter.filter === 'token_limit' && held);
  }

  #verdict(filter: ExceptionFilter): { verified: boolean; message?: string } {
    if (!known.includes(filter.filter)) return { verified: false, message: `There is no filter "${filter.filter}"; there are ${known.join(', ')}.` };
    const hint = needCondition[filter.filter];
    if (hint !== undefined && !filter.condition?.trim()) return { verified: false, message: `${filter.filter} needs a condition: ${hint}.` };
    const fault = filter.condition?.trim() ? this.#conditions.syntaxFault(filter.condition) : undefined;
    return fault === undefined ? { verified: true } : { verified: false, message: fault };
  }

  #conditionHolds(text: string | undefined, frame: LuaFrame | undefined, names: ReadonlyMap<string, LuaValue>): boolean {
    const condition = text?.trim();
    if (!condition) return true;
    try {
      const [result] = this.#evaluation.evaluate(condition, frame, DEFAULT_LIMIT_MS, names);
      return result !== undefined && this.#engine.toBoolean(result);
    } catch (error) {
      if (!(error instanceof DebugError)) throw error;
      if (!this.#complained.has(condition)) this.#complain(`Exception condition "${condition}" failed: ${error.message}`);
      this.#complained.add(condition);
      return false;
    }
  }
}

/** A front end sends all filters when it changes one: those that stay remember whether their condition held. */
function pointFilter(filter: HostPointFilter, condition: string | undefined, before: readonly PointFilter[]): PointFilter {
  const same = before.find((other) => other.filter === filter && other.condition === condition);
  return { filter, condition, held: same?.held ?? false };
}

function applies({ filter }: ExceptionFilter, stop: ErrorStop): boolean {
  if (filter === 'host') return stop.inHostCall;
  return filter === 'caught' ? stop.caught : !stop.caught;
}
