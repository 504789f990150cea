/** Answers each debug request of `common/debug.ts` with the files that know its concept: a table, no more. */
import type { DebugMethod, DebugRequest, DebugRequests, ExceptionDetails, VariableInfo } from '../../common/debug.ts';
import { LuaError, type Engine, type FunctionBody, type LuaThread, type LuaValue, type StepKind } from '../engine/engine.ts';
import { readAccessPath } from './access-path.ts';
import { completions } from './completions.ts';
import { DebugError, evaluationFailed, noException, notStopped } from './errors.ts';
import { DEFAULT_LIMIT_MS } from './evaluation.ts';
import type { ErrorStop } from './exception-filters.ts';
import { lineTable } from './line-table.ts';
import { luaLiteral } from './lua-literal.ts';
import type { Parts } from './parts.ts';
import { displayText } from './value-text.ts';

export interface RequestServices extends Parts {
  /** Undefined while the program runs. */
  stopped(): { readonly thread: LuaThread; readonly error?: ErrorStop } | undefined;
  resume(how: 'continue' | StepKind): void;
  askPause(): void;
}

type Handlers = { [M in DebugMethod]: (services: RequestServices, params: DebugRequests[M][0]) => DebugRequests[M][1] };

const handlers: Handlers = {
  setBreakpoints: ({ breakpoints }, params) => breakpoints.set(params),
  setFunctionBreakpoints: (services, params) =>
    services.functionBreakpoints.set(params.breakpoints, (name) => functionAt(services.engine, name)),
  setExceptionFilters: ({ exceptions }, { filters }) => exceptions.set(filters),
  breakpointLocations,
  threads: ({ threads }) => threads.list(),
  stackTrace(services, { thread, start, levels }) {
    whileStopped(services);
    return services.frames.list(services.threads.get(thread), start, levels);
  },
  scopes: ({ variables, frames }, { frame }) => variables.scopes(frames.get(frame)),
  variables: ({ variables }, { ref, start, count, filter }) => variables.children(ref, start ?? 0, count, filter),
  evaluate,
  setVariable: ({ variables, evaluation }, { ref, name, value }) =>
    variables.set(ref, name, (frame) => one(evaluation.evaluate(value, frame, DEFAULT_LIMIT_MS), value)),
  setExpression({ variables, evaluation, frames }, { expression, value, frame: ref }) {
    const frame = ref === undefined ? undefined : frames.get(ref);
    evaluation.evaluate(`${expression} = ${value}`, frame, DEFAULT_LIMIT_MS);
    return variables.results(evaluation.evaluate(expression, frame, DEFAULT_LIMIT_MS), frame, expression, 'short');
  },
  completions: ({ engine, frames }, { text, column, frame }) =>
    completions(engine, text, column, frame === undefined ? undefined : frames.get(frame)),
  exceptionInfo,
  source: ({ sources }, { sourceReference }) => ({ content: Buffer.from(sources.text({ sourceReference, name: '' })).toString('utf8') }),
  loadedSources: ({ sources }) => sources.loaded(),
  continue: (services) => resume(services, 'continue'),
  step: (services, { kind }) => resume(services, kind),
  pause(services) {
    if (services.stopped() === undefined) services.askPause();
    return null;
  },
  // Nothing is being evaluated: whatever it was, it has ended.
  cancelEvaluate: () => null,
};

/** Throws DebugError. */
export function answer(services: RequestServices, request: DebugRequest): unknown {
  const handler = handlers[request.method] as (services: RequestServices, params: unknown) => unknown;
  return handler(services, request.params);
}

function whileStopped(services: RequestServices): { readonly thread: LuaThread; readonly error?: ErrorStop } {
  const stopped = services.stopped();
  if (stopped === undefined) throw notStopped();
  return stopped;
}

function resume(services: RequestServices, how: 'continue' | StepKind): null {
  whileStopped(services);
  services.resume(how);
  return null;
}

function evaluate(services: RequestServices, params: DebugRequests['evaluate'][0]): VariableInfo {
  const { engine, variables, evaluation } = services;
  const { expression, context, timeoutMs } = params;
  const frame = params.frame === undefined ? undefined : services.frames.get(params.frame);
  if (context === 'hover') return variables.info(expression, readAccessPath(engine, expression, frame), frame, expression);
  const values = evaluation.evaluate(expression, frame, timeoutMs);
  const result = variables.results(values, frame, expression, context === 'watch' ? 'short' : 'full');
  if (context !== 'clipboard' && context !== 'variables') return result;
  return { ...result, value: values.map((value) => luaLiteral(engine, value)).join(', ') };
}

function one(values: readonly LuaValue[], text: string): LuaValue {
  const [value] = values;
  if (value === undefined) throw evaluationFailed(`"${text}" gives no value.`);
  return value;
}

function exceptionInfo(services: RequestServices, { thread }: { readonly thread: number }): ExceptionDetails {
  const { engine, variables, threads } = services;
  const stopped = whileStopped(services);
  if (stopped.error === undefined || threads.idOf(stopped.thread) !== thread) throw noException();
  const { value, caught } = stopped.error;
  const description = displayText(engine, value);
  return {
    exceptionId: caught ? 'caught error' : 'uncaught error',
    description,
    breakMode: caught ? 'always' : 'unhandled',
    // Without the message: clients show the description above it.
    stackTrace: engine.traceback(stopped.thread),
    value: variables.info('err', value, undefined, undefined),
  };
}

function breakpointLocations(services: RequestServices, params: DebugRequests['breakpointLocations'][0]): number[] {
  const { source, line } = params;
  const end = params.endLine ?? line;
  const key = services.sources.keyOf(source);
  let chunks: FunctionBody[] = key === undefined ? [] : [...services.sources.chunksOf(key)];
  if (chunks.length === 0 && source.path !== undefined) chunks = probed(services, source.path);
  const lines = new Set(chunks.flatMap((main) => lineTable(main).lines).filter((candidate) => candidate >= line && candidate <= end));
  return [...lines].sort((a, b) => a - b);
}

/** A file that cannot be read or compiled has no lines to offer; setBreakpoints says why. */
function probed({ breakpoints }: RequestServices, path: string): FunctionBody[] {
  try {
    return [breakpoints.probe(path)];
  } catch (error) {
    if (error instanceof LuaError || isFileError(error)) return [];
    throw error;
  }
}

const isFileError = (error: unknown): boolean => error instanceof Error && !(error instanceof TypeError);

/** The function that a global path names now. */
function functionAt(engine: Engine, name: string): FunctionBody | undefined {
  try {
    return engine.functionBody(readAccessPath(engine, name, undefined));
  } catch (error) {
    if (error instanceof DebugError) return undefined;
    throw error;
  }
}

