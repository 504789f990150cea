/** What the adapter can do: a client is told of exactly what works. */
import type { DebugProtocol } from '@vscode/debugprotocol';

export const exceptionFilters: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [
  {
    filter: 'uncaught',
    label: 'Uncaught Errors',
    description: 'Stop where an error is raised that no pcall, xpcall or coroutine.resume catches.',
    default: true,
    supportsCondition: true,
    conditionDescription: 'Lua over the names of the place; err is the error, e.g. err:match("timeout")',
  },
  {
    filter: 'caught',
    label: 'Caught Errors',
    description: 'Stop where an error is raised that the script catches.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Lua over the names of the place; err is the error, e.g. type(err) == "table"',
  },
  {
    filter: 'host',
    label: 'Errors of Host Calls',
    description: 'Stop where an agent, a tool or another function of the host raises an error, caught or not.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Lua over the names of the place; err is the error',
  },
];

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsBreakpointLocationsRequest: true,
  exceptionBreakpointFilters: [...exceptionFilters],
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', ':'],
  supportsDelayedStackTraceLoading: true,
  supportsLoadedSourcesRequest: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportSuspendDebuggee: true,
  supportsCancelRequest: true,
};
