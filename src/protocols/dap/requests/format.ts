/** How values are written: DAP's own `format` of a request, else what the user has chosen for the session (`setValueFormat`). */
import type { Arguments } from '../arguments.ts';
import { asArguments, flag, oneOf, optionalBoolean, optionalInteger, optionalText } from '../arguments.ts';
import { malformed } from '../errors.ts';
import type { DapSession, Handler } from '../session.ts';
import { changed } from './changed.ts';

export function showsHex(session: DapSession, args: Arguments): boolean {
  return optionalBoolean(asArguments(args['format'], 'format'), 'hex') ?? session.showsHex;
}

/** Custom: `{ hex }` for all values from now on. */
const setValueFormat: Handler = (session, args) => {
  session.showsHex = flag(args, 'hex');
  return { after: () => changed(session) };
};

/** Custom: a value as JSON or Lua, whole: of a reference, of its child `name`, or of an expression in a frame. */
const valueText: Handler = async (session, args, request) => {
  const format = oneOf(args, 'format', ['json', 'lua'] as const);
  const ref = optionalInteger(args, 'variablesReference') || undefined;
  const name = optionalText(args, 'name');
  const expression = optionalText(args, 'expression');
  const frame = optionalInteger(args, 'frameId');
  if (ref === undefined && expression === undefined) throw malformed('"valueText" needs a variablesReference or an expression');
  const params = { format, ...(ref === undefined ? { expression: expression!, ...(frame !== undefined && { frame }) } : { ref, ...(name !== undefined && { name }) }) };
  return { body: await session.evaluations.run(request.seq, () => session.program.request('valueText', params)) };
};

export const formatRequests = { setValueFormat, valueText };
