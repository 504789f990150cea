/** The shapes of DAP that the tests look at, by request and event. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';

export type Body = Record<string, unknown>;

export interface Answers {
  initialize: Dap.Capabilities;
  setBreakpoints: Dap.SetBreakpointsResponse['body'];
  setFunctionBreakpoints: Dap.SetFunctionBreakpointsResponse['body'];
  setExceptionBreakpoints: { breakpoints: Dap.Breakpoint[] };
  dataBreakpointInfo: Dap.DataBreakpointInfoResponse['body'];
  setDataBreakpoints: Dap.SetDataBreakpointsResponse['body'];
  breakpointLocations: Dap.BreakpointLocationsResponse['body'];
  threads: Dap.ThreadsResponse['body'];
  stackTrace: Dap.StackTraceResponse['body'];
  exceptionInfo: Dap.ExceptionInfoResponse['body'];
  stepInTargets: Dap.StepInTargetsResponse['body'];
  gotoTargets: Dap.GotoTargetsResponse['body'];
  scopes: Dap.ScopesResponse['body'];
  variables: Dap.VariablesResponse['body'];
  setVariable: Dap.SetVariableResponse['body'];
  setExpression: Dap.SetExpressionResponse['body'];
  evaluate: Dap.EvaluateResponse['body'] & { valueLocationReference?: number };
  completions: Dap.CompletionsResponse['body'];
  locations: { source: Dap.Source; line: number; column?: number };
  source: Dap.SourceResponse['body'];
  loadedSources: Dap.LoadedSourcesResponse['body'];
}
export type Answer<C extends string> = C extends keyof Answers ? Answers[C] : Body;

export interface Events {
  stopped: Dap.StoppedEvent['body'] & { threadId: number };
  output: Dap.OutputEvent['body'];
  exited: Dap.ExitedEvent['body'];
  continued: Dap.ContinuedEvent['body'];
  thread: Dap.ThreadEvent['body'];
  breakpoint: Dap.BreakpointEvent['body'];
  loadedSource: Dap.LoadedSourceEvent['body'];
}
export type EventBody<E extends string> = E extends keyof Events ? Events[E] : Body;

export interface Message {
  readonly type: 'request' | 'response' | 'event';
  readonly seq?: number;
  readonly command?: string;
  readonly event?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly request_seq?: number;
  readonly arguments?: Body;
  readonly body?: Body;
}
