/** `setBreakpoints`, `setFunctionBreakpoints`, `setExceptionBreakpoints`, `breakpointLocations`. */
import type { BreakpointStatus, SourceRef } from '../../../common/debug.ts';
import { integer, list, optionalInteger, optionalText, optionalTexts, text, type Arguments } from '../arguments.ts';
import { DapError } from '../errors.ts';
import { namedSource } from '../named-source.ts';
import type { DapSession, Handler } from '../session.ts';
import { breakpointTo } from '../translate.ts';

const setBreakpoints: Handler = async (session, args) => {
  const wanted = list(args, 'breakpoints').map((item) => ({ line: session.client.lineFrom(integer(item, 'line')), ...rules(item) }));
  let source: SourceRef;
  try {
    source = namedSource(session, args);
  } catch (error) {
    if (!(error instanceof DapError) || error.code !== 'relative_path') throw error;
    return { body: { breakpoints: wanted.map(() => ({ verified: false, message: error.message, reason: 'failed' })) } };
  }
  const request = session.configuration.setBreakpoints(source, wanted);
  return answered(session, request.breakpoints, () => session.program.request('setBreakpoints', request));
};

const setFunctionBreakpoints: Handler = async (session, args) => {
  const wanted = list(args, 'breakpoints').map((item) => ({ name: text(item, 'name'), ...rules(item) }));
  const breakpoints = session.configuration.setFunctionBreakpoints(wanted);
  return answered(session, breakpoints, () => session.program.request('setFunctionBreakpoints', { breakpoints }));
};

const setExceptionBreakpoints: Handler = async (session, args) => {
  const plain = optionalTexts(args, 'filters').map((filter) => ({ filter }));
  const withOptions = list(args, 'filterOptions').map((item) => {
    const condition = optionalText(item, 'condition');
    return { filter: text(item, 'filterId'), ...(condition !== undefined && { condition }) };
  });
  const filters = session.configuration.setExceptions([...plain, ...withOptions]);
  return answered(session, filters, () => session.program.request('setExceptionFilters', { filters }));
};

const breakpointLocations: Handler = async (session, args) => {
  const source = namedSource(session, args);
  const line = session.client.lineFrom(integer(args, 'line'));
  const endLine = session.client.lineFrom(optionalInteger(args, 'endLine') ?? integer(args, 'line'));
  const lines = await session.program.request('breakpointLocations', { source, line, endLine });
  return { body: { breakpoints: lines.map((found) => ({ line: session.client.lineTo(found) })) } };
};

export const breakpointRequests = { setBreakpoints, setFunctionBreakpoints, setExceptionBreakpoints, breakpointLocations };

export function rules(item: Arguments): { condition?: string; hitCondition?: string; logMessage?: string } {
  const condition = optionalText(item, 'condition');
  const hitCondition = optionalText(item, 'hitCondition');
  const logMessage = optionalText(item, 'logMessage');
  return {
    ...(condition !== undefined && { condition }),
    ...(hitCondition !== undefined && { hitCondition }),
    ...(logMessage !== undefined && { logMessage }),
  };
}

/** A program that runs without debugging, or has ended, has no use for breakpoints: they are kept for the next one. */
export async function answered(
  session: DapSession,
  wanted: readonly { readonly id: number }[],
  ask: () => Promise<readonly BreakpointStatus[]>,
): Promise<{ body: { breakpoints: ReturnType<typeof breakpointTo>[] } }> {
  const { debuggee } = session;
  let statuses: readonly BreakpointStatus[];
  if (debuggee === undefined || debuggee.hasEnded) statuses = wanted.map(({ id }) => ({ id, verified: false, pending: true, message: 'No program is there yet.' }));
  else if (debuggee.watches) statuses = wanted.map(({ id }) => ({ id, verified: false, pending: true, message: 'Another debugger controls this program: this breakpoint counts once that one has left.' }));
  else if (debuggee.noDebug) statuses = wanted.map(({ id }) => ({ id, verified: false, message: 'The program runs without debugging.' }));
  else statuses = await ask();
  return { body: { breakpoints: statuses.map((status) => breakpointTo(session.client, status)) } };
}
