/** Makes the parts of the debugger and gives each the others it needs. */
import type { BreakpointStatus, DebugEvent } from '../../common/debug.ts';
import type { Engine, FunctionBody, LuaFrame } from '../engine/engine.ts';
import type { Mailbox } from '../mailbox.ts';
import { BodyNames } from './sources/body-names.ts';
import type { BreakpointServices } from './breakpoints/breakpoint.ts';
import { Conditions } from './breakpoints/conditions.ts';
import type { Container } from './values/containers.ts';
import { DataBreakpoints } from './breakpoints/data-breakpoints.ts';
import { DataPlaces } from './breakpoints/data-places.ts';
import { takeCancel } from './debug-mail.ts';
import { Declarations } from './sources/declarations.ts';
import { DebugError } from './errors.ts';
import { DEFAULT_LIMIT_MS, Evaluation } from './evaluation/evaluation.ts';
import { ExceptionFilters } from './breakpoints/exception-filters.ts';
import { fieldsRead } from './values/fields-read.ts';
import { Frames, type Listed } from './threads/frames.ts';
import { FunctionBreakpoints } from './breakpoints/function-breakpoints.ts';
import { JumpTargets, type JumpTarget } from './stepping/jump-targets.ts';
import { Metamethods } from './values/metamethods.ts';
import { ParsedSources } from './sources/parsed-sources.ts';
import { OuterLocals } from './evaluation/outer-locals.ts';
import { Places } from './sources/places.ts';
import { HotReload } from './hot-reload/hot-reload.ts';
import { MainLocals } from './breakpoints/main-locals.ts';
import { References } from './values/references.ts';
import { ReplacedSources } from './sources/replaced-sources.ts';
import type { ScriptBreakpointParts } from './breakpoints/script-breakpoints.ts';
import { SourceBreakpoints } from './breakpoints/source-breakpoints.ts';
import { Sources } from './sources/sources.ts';
import { StepTargets, type StepTarget } from './stepping/step-targets.ts';
import { StopPoints } from './breakpoints/stop-points.ts';
import { TableViews } from './values/table-view.ts';
import { Threads } from './threads/threads.ts';
import { displayText } from './values/value-text.ts';
import { Variables } from './values/variables.ts';

export interface Parts {
  readonly engine: Engine;
  readonly sources: Sources;
  readonly stopPoints: StopPoints;
  readonly breakpoints: SourceBreakpoints;
  readonly hotReload: HotReload;
  readonly functionBreakpoints: FunctionBreakpoints;
  readonly dataBreakpoints: DataBreakpoints;
  readonly dataPlaces: DataPlaces;
  readonly mainLocals: MainLocals;
  readonly exceptions: ExceptionFilters;
  readonly evaluation: Evaluation;
  readonly outerLocals: OuterLocals;
  readonly threads: Threads;
  readonly frames: Frames;
  readonly stepTargets: StepTargets;
  readonly jumpTargets: JumpTargets;
  readonly variables: Variables;
  /** For the breakpoints of the script itself. */
  readonly script: ScriptBreakpointParts;
  readonly views: TableViews;
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
  const frameRefs = new References<Listed>();
  const stepRefs = new References<StepTarget>();
  const jumpRefs = new References<JumpTarget>();
  const containerRefs = new References<Container>();
  const sources = new Sources(engine);
  const stopPoints = new StopPoints(engine);
  const names = new BodyNames(sources);
  const mainLocals = new MainLocals(engine, sources, stopPoints);
  const parsed = new ParsedSources(sources);
  const outerLocals = new OuterLocals(engine, parsed, names);
  const evaluation = new Evaluation(engine, mailbox, () => takeCancel(mailbox), outerLocals);
  const views = new TableViews(engine, () => evaluation.count);
  const conditions = new Conditions(engine, sources, outerLocals, (run) => evaluation.limited(run));
  const report = (status: BreakpointStatus): void => around.event({ type: 'breakpoint', status });
  const services: BreakpointServices = {
    engine,
    conditions,
    message: (category, text, body, line) => around.message(category, text, body, line),
    report,
    display: (frame, expression) => displayed(engine, evaluation, frame, expression),
  };
  const complain = (text: string): void => around.event({ type: 'message', category: 'important', text });
  const threads = new Threads(engine, names, sources, (event) => around.event(event));
  const texts = new ReplacedSources(sources);
  const breakpoints = new SourceBreakpoints(services, sources, stopPoints, texts, report);
  const dataBreakpoints = new DataBreakpoints(services, mainLocals, report);
  const functionBreakpoints = new FunctionBreakpoints(services, sources, names, stopPoints, report);
  return {
    engine,
    sources,
    stopPoints,
    evaluation,
    outerLocals,
    breakpoints,
    functionBreakpoints,
    hotReload: new HotReload({ engine, sources, texts, breakpoints, followers: [functionBreakpoints, dataBreakpoints], event: (event) => around.event(event) }),
    dataBreakpoints,
    mainLocals,
    dataPlaces: new DataPlaces(engine, names, mainLocals, outerLocals),
    exceptions: new ExceptionFilters(engine, conditions, evaluation, complain, (filters) => mailbox.post({ type: 'pointFilters', filters })),
    threads,
    stepTargets: new StepTargets(engine, parsed, stepRefs),
    jumpTargets: new JumpTargets(engine, sources, parsed, jumpRefs),
    script: { engine, sources, names, stopPoints, complain },
    frames: new Frames({ engine, sources, names, threads, refs: frameRefs, isSkipped: (path) => around.isSkipped(path) }),
    variables: new Variables({
      engine,
      refs: containerRefs,
      views,
      metamethods: new Metamethods(engine, evaluation, (frame, expression) => fieldsReadAround(parsed, frame, expression)),
      places: new Places(engine, sources, new Declarations(parsed)),
    }),
    views,
    forgetReferences() {
      frameRefs.clear();
      stepRefs.clear();
      jumpRefs.clear();
      containerRefs.clear();
      views.clear();
    },
  };
}

function fieldsReadAround(parsed: ParsedSources, frame: LuaFrame, expression: string): readonly string[] {
  const source = frame.body && parsed.of(frame.body);
  return source === undefined ? [] : fieldsRead(source.parsed, expression);
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
