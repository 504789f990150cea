/** `dataBreakpointInfo`, `setDataBreakpoints`: stops where a variable or a table's field is written. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DataBreakpointInfo } from '../../../common/debug.ts';
import { list, oneOf, optionalBoolean, optionalInteger, text, type Arguments } from '../arguments.ts';
import type { Handler } from '../session.ts';
import { answered, rules } from './breakpoints.ts';

const NO_ADDRESSES: DataBreakpointInfo = { description: 'Lua values have no addresses: name a variable, or a field of a table.', persists: false };

const dataBreakpointInfo: Handler = async (session, args) => {
  const name = text(args, 'name');
  // DAP: 0 is no reference.
  const ref = optionalInteger(args, 'variablesReference') || undefined;
  const frame = optionalInteger(args, 'frameId');
  const info = optionalBoolean(args, 'asAddress')
    ? NO_ADDRESSES
    : await session.program.request('dataBreakpointInfo', { name, ...(ref !== undefined && { ref }), ...(frame !== undefined && { frame }) });
  const { data, description, persists } = info;
  const body: DebugProtocol.DataBreakpointInfoResponse['body'] =
    data === undefined ? { dataId: null, description } : { dataId: data, description, accessTypes: ['write'], canPersist: persists };
  return { body };
};

const setDataBreakpoints: Handler = async (session, args) => {
  const wanted = list(args, 'breakpoints').map((item) => {
    const { condition, hitCondition } = rules(item);
    return { data: text(item, 'dataId'), ...access(item), ...(condition !== undefined && { condition }), ...(hitCondition !== undefined && { hitCondition }) };
  });
  const breakpoints = session.configuration.setDataBreakpoints(wanted);
  return answered(session, breakpoints, () => session.program.request('setDataBreakpoints', { breakpoints }));
};

export const dataBreakpointRequests = { dataBreakpointInfo, setDataBreakpoints };

const ACCESS_TYPES = ['read', 'write', 'readWrite'] as const;

function access(item: Arguments): { access?: (typeof ACCESS_TYPES)[number] } {
  return item['accessType'] === undefined ? {} : { access: oneOf(item, 'accessType', ACCESS_TYPES) };
}
