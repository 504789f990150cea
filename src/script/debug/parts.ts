/** Makes the parts of the debugger and gives each the others it needs. */
import type { BreakpointStatus, DebugEvent } from '../../common/debug.ts';
import type { Engine, FunctionBody, LuaFrame } from '../engine/engine.ts';
import type { Mailbox } from '../mailbox.ts';
import { BodyNames } from './body-names.ts';
import type { BreakpointServices } from './breakpoint.ts';
import { Conditions } from './conditions.ts';
import type { Container } from './containers.ts';
import { takeCancel } from './debug-mail.ts';
import { DebugError } from './errors.ts';
import { DEFAULT_LIMIT_MS, Evaluation } from './evaluation.ts';
import { ExceptionFilters } from './exception-filters.ts';
import { Frames } from './frames.ts';
import { FunctionBreakpoints } from './function-breakpoints.ts';
import { References } from './references.ts';
import { SourceBreakpoints } from './source-breakpoints.ts';
import { Sources } from './sources.ts';
import { StopPoints } from './stop-points.ts';
import { Threads } from './threads.ts';
import { displayText } from './value-text.ts';
import { Variables } from './variables.ts';

export interface Parts {
  readonly engine: Engine;
  readonly sources: Sources;
  readonly stopPoints: StopPoints;
  readonly breakpoints: SourceBreakpoints;
  readonly functionBreakpoints: FunctionBreakpoints;
  readonly exceptions: ExceptionFilters;
  readonly evaluation: Evaluation;
  readonly threads: Threads;
  readonly frames: Frames;
  readonly variables: Variables;
  /** The program runs on: what was shown of it is stale. */
  forgetReferences(): void;
}

export interface PartsSurroundings {
  event(event: DebugEvent): void;
  /** A logpoint's text, or a condition that failed. */
  message(category: 'console' | 'important', text: string, body: FunctionBody, line: number): void;
  isSkipped(path: string): boolean;
}

export function makeParts(engine: Engine, mailbox: Mailbox, around: PartsSurroundings): Parts {
  const frameRefs = new References<LuaFrame>();
  const containerRefs = new References<Container>();
  const evaluation = new Evaluation(engine, mailbox, () => takeCancel(mailbox));
  const sources = new Sources(engine);
  const stopPoints = new StopPoints(engine);
  const names = new BodyNames(sources);
  const conditions = new Conditions(engine, sources, (run) => evaluation.limited(run));
  const services: BreakpointServices = {
    engine,
    conditions,
    message: (category, text, body, line) => around.message(category, text, body, line),
    display: (frame, expression) => displayed(engine, evaluation, frame, expression),
  };
  const report = (status: BreakpointStatus): void => around.event({ type: 'breakpoint', status });
  const complain = (text: string): void => around.event({ type: 'message', category: 'important', text });
  return {
    engine,
    sources,
    stopPoints,
    evaluation,
    breakpoints: new SourceBreakpoints(services, sources, stopPoints, report),
    functionBreakpoints: new FunctionBreakpoints(services, sources, names, stopPoints, report),
    exceptions: new ExceptionFilters(engine, conditions, evaluation, complain),
    threads: new Threads(engine, names, sources, (event) => around.event(event)),
    frames: new Frames(engine, sources, names, frameRefs, (path) => around.isSkipped(path)),
    variables: new Variables(engine, sources, containerRefs),
    forgetReferences() {
      frameRefs.clear();
      containerRefs.clear();
    },
  };
}

/** A logpoint's expression; its error in place of its value, so that the rest of the text still comes. */
function displayed(engine: Engine, evaluation: Evaluation, frame: LuaFrame, expression: string): string {
  try {
    const values = evaluation.evaluate(expression, frame, DEFAULT_LIMIT_MS);
    return values.map((value) => displayText(engine, value)).join(', ');
  } catch (error) {
    if (error instanceof DebugError) return `<${error.message}>`;
    throw error;
  }
}
