/** What all breakpoints share: a condition, a hit count, a log message; kept over re-loads of the code they stand in. */
import type { BreakpointSpec, BreakpointStatus } from '../../../common/debug.ts';
import type { Engine, FunctionBody, LuaFrame } from '../../engine/engine.ts';
import type { Conditions } from './conditions.ts';
import { DebugError } from '../errors.ts';
import { DEFAULT_LIMIT_MS } from '../evaluation/evaluation.ts';
import { parseHitCondition, type HitTest } from './hit-condition.ts';
import { parseLogMessage, type LogPart } from './log-message.ts';
import type { Arrival, StopOwner } from './stop-points.ts';

export interface BreakpointServices {
  readonly engine: Engine;
  readonly conditions: Conditions;
  /** A logpoint's text, or a condition that failed. */
  message(category: 'console' | 'important', text: string, body: FunctionBody, line: number): void;
  /** The front end hears that a breakpoint has changed. */
  report(status: BreakpointStatus): void;
  /** A value as logpoints print it: strings bare, tables with what they hold. */
  display(frame: LuaFrame, expression: string): string;
}

export type BreakpointRules = Omit<BreakpointSpec, 'line'>;

export type BreakpointReason = Exclude<StopOwner['reason'], 'entry'>;

export class Breakpoint implements StopOwner {
  readonly id: number;
  readonly reason: BreakpointReason;
  #fault: string | undefined;
  /** What the front end was last told. */
  status: BreakpointStatus;
  readonly #rules: BreakpointRules;
  readonly #services: BreakpointServices;
  readonly #condition: ((arrival: Arrival) => boolean) | undefined;
  readonly #hitTest: HitTest | undefined;
  readonly #log: readonly LogPart[] | undefined;
  #hits = 0;
  #conditionFailed = false;

  constructor(reason: BreakpointReason, rules: BreakpointRules, services: BreakpointServices) {
    this.id = rules.id;
    this.reason = reason;
    this.#rules = rules;
    this.#services = services;
    let fault: string | undefined;
    try {
      if (rules.hitCondition?.trim()) this.#hitTest = parseHitCondition(rules.hitCondition);
      if (rules.logMessage) this.#log = parseLogMessage(rules.logMessage);
      const condition = rules.condition?.trim();
      if (condition) {
        fault = services.conditions.syntaxFault(condition);
        this.#condition = services.conditions.condition(condition);
      }
    } catch (error) {
      if (!(error instanceof DebugError)) throw error;
      fault = error.message;
    }
    this.#fault = fault;
    this.status = { id: rules.id, verified: false, message: fault };
  }

  /** Why it cannot work at all: its condition, hit count or log message is wrong. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Whether a changed set of breakpoints still means this one: then its hits go on counting. */
  isSame(rules: BreakpointRules): boolean {
    const mine = this.#rules;
    return (
      mine.id === rules.id &&
      mine.condition === rules.condition &&
      mine.hitCondition === rules.hitCondition &&
      mine.logMessage === rules.logMessage
    );
  }

  arrive(arrival: Arrival): boolean {
    if (!this.#conditionHolds(arrival)) return false;
    this.#hits++;
    if (this.#hitTest !== undefined && !this.#hitTest(this.#hits)) return false;
    if (this.#log === undefined) return true;
    this.#writeLog(this.#log, arrival);
    return false;
  }

  #conditionHolds(arrival: Arrival): boolean {
    if (this.#condition === undefined) return true;
    if (this.#fault !== undefined) return false;
    try {
      return this.#condition(arrival);
    } catch (error) {
      if (!(error instanceof DebugError)) throw error;
      if (error.code === 'evaluation_timeout') {
        this.#giveUp();
        return false;
      }
      // Once: a condition that fails does so at every arrival.
      if (!this.#conditionFailed) {
        const text = `Breakpoint condition "${this.#rules.condition}" failed: ${error.message}`;
        this.#services.message('important', text, arrival.body, arrival.line);
      }
      this.#conditionFailed = true;
      return false;
    }
  }

  /** A condition that does not end would cost the program its time at every arrival. */
  #giveUp(): void {
    this.#fault = `The condition did not end within ${DEFAULT_LIMIT_MS / 1000} s: it is switched off. Change it, or start the program again.`;
    this.status = { ...this.status, verified: false, message: this.#fault };
    this.#services.report(this.status);
  }

  #writeLog(log: readonly LogPart[], arrival: Arrival): void {
    const frame = arrival.frame();
    const text = log.map((part) => ('text' in part ? part.text : this.#services.display(frame, part.expression))).join('');
    this.#services.message('console', text, arrival.body, arrival.line);
  }
}
