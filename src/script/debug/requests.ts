/** Answers each debug request of `common/debug.ts` with the files that know its concept: a table, no more. */
import type { DataBreakpointInfo, DebugMethod, DebugRequest, DebugRequests, ExceptionDetails } from '../../common/debug.ts';
import { LuaError, type FunctionBody, type LuaFrame, type LuaThread } from '../engine/engine.ts';
import { noException, notStopped } from './errors.ts';
import type { ErrorStop } from './breakpoints/exception-filters.ts';
import type { HostStop } from './agent-breakpoints/host-stop.ts';
import { jumpRequests } from './stepping/jump-requests.ts';
import { lineTable } from './sources/line-table.ts';
import type { Parts } from './parts.ts';
import type { Resume } from './stepping/resume.ts';
import { scopesAt } from './values/place-names.ts';
import { valueRequests } from './values/value-requests.ts';
import { displayText } from './values/value-text.ts';

export interface RequestServices extends Parts {
  /** Undefined while the program runs. */
  stopped(): { readonly thread: LuaThread; readonly error?: ErrorStop; readonly filter?: string; readonly host?: HostStop; readonly caller?: LuaFrame } | undefined;
  resume(how: Resume): void;
  movedBy(reason: 'goto' | 'restart'): void;
  askPause(): void;
}

type Handlers = { [M in DebugMethod]: (services: RequestServices, params: DebugRequests[M][0]) => DebugRequests[M][1] };

const handlers: Handlers = {
  setBreakpoints: ({ breakpoints }, params) => breakpoints.set(params),
  setFunctionBreakpoints: ({ functionBreakpoints }, { breakpoints }) => functionBreakpoints.set(breakpoints),
  setDataBreakpoints: ({ dataBreakpoints }, { breakpoints }) => dataBreakpoints.set(breakpoints),
  dataBreakpointInfo,
  setExceptionFilters: ({ exceptions }, { filters }) => exceptions.set(filters),
  breakpointLocations,
  threads: ({ threads }) => threads.list(),
  stackTrace(services, { thread, start, levels, parameters }) {
    const stop = whileStopped(services);
    const listed = services.threads.get(thread);
    return services.frames.list(listed, start, levels, stop.thread === listed ? (stop.host?.frame ?? stop.caller) : undefined, parameters);
  },
  scopes(services, { frame: ref }) {
    if (services.frames.isLabel(ref)) return [];
    const frame = services.frames.get(ref);
    return services.variables.scopes(frame, scopesAt(services.engine, services.stopped(), frame));
  },
  variables: ({ variables }, { ref, start, count, filter, hex, onlyLooks }) => variables.children(ref, start ?? 0, count, filter, { hex: hex ?? false }, onlyLooks),
  ...valueRequests,
  exceptionInfo,
  source: ({ sources }, { sourceReference }) => ({ content: Buffer.from(sources.text({ sourceReference, name: '' })).toString('utf8') }),
  loadedSources: ({ sources }) => sources.loaded(),
  fileSaved: ({ hotReload }, { path }) => hotReload.save(path),
  continue(services, { thread }) {
    whileStopped(services);
    services.threads.get(thread);
    services.resume('continue');
    return null;
  },
  ...jumpRequests,
  pause(services, { thread }) {
    services.threads.get(thread);
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

function whileStopped(services: RequestServices): NonNullable<ReturnType<RequestServices['stopped']>> {
  const stopped = services.stopped();
  if (stopped === undefined) throw notStopped();
  return stopped;
}

function exceptionInfo(services: RequestServices, { thread }: { readonly thread: number }): ExceptionDetails {
  const { engine, variables, threads } = services;
  const stopped = whileStopped(services);
  if (threads.idOf(stopped.thread) !== thread) throw noException();
  if (stopped.host !== undefined) return stopped.host.details(engine.traceback(stopped.thread));
  if (stopped.error === undefined) throw noException();
  const { value, caught } = stopped.error;
  const description = displayText(engine, value);
  return {
    exceptionId: stopped.filter === 'host' ? 'host' : caught ? 'caught error' : 'uncaught error',
    description,
    breakMode: caught ? 'always' : 'unhandled',
    // Without the message: clients show the description above it.
    stackTrace: engine.traceback(stopped.thread),
    value: variables.info('err', value, undefined, 'err'),
  };
}

function dataBreakpointInfo(services: RequestServices, { ref, name, frame }: DebugRequests['dataBreakpointInfo'][0]): DataBreakpointInfo {
  const { dataBreakpoints, dataPlaces, variables, frames } = services;
  return dataBreakpoints.info(() => {
    if (ref === undefined) return dataPlaces.ofExpression(name, frame === undefined ? undefined : frames.get(frame));
    const { container, child } = variables.child(ref, name);
    return dataPlaces.ofChild(container, child);
  });
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

