/** `scopes`, `variables`, `setVariable`, `locations`. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugRequests } from '../../../common/debug.ts';
import { integer, optionalInteger, optionalText, text } from '../arguments.ts';
import { sourceTo } from '../client.ts';
import { malformed } from '../errors.ts';
import type { Handler } from '../session.ts';
import { valueTo } from '../translate.ts';
import { changed } from './changed.ts';
import { showsHex } from './format.ts';

const hints: Readonly<Record<string, string>> = { Arguments: 'arguments', Locals: 'locals' };

const scopes: Handler = async (session, args) => {
  const found = await session.program.request('scopes', { frame: integer(args, 'frameId') });
  const body: DebugProtocol.ScopesResponse['body'] = {
    scopes: found.map(({ name, ref, named, indexed, expensive }) => {
      const presentationHint = hints[name];
      return { name, variablesReference: ref, namedVariables: named, indexedVariables: indexed, expensive, ...(presentationHint && { presentationHint }) };
    }),
  };
  return { body };
};

const variables: Handler = async (session, args, request) => {
  const start = optionalInteger(args, 'start');
  // DAP: a count of 0 is no count.
  const count = optionalInteger(args, 'count') || undefined;
  const filter = optionalText(args, 'filter');
  if (filter !== undefined && filter !== 'named' && filter !== 'indexed') throw malformed('"filter" must be "named" or "indexed"');
  const ref = integer(args, 'variablesReference');
  const params: DebugRequests['variables'][0] = { ref, hex: showsHex(session, args), ...(start !== undefined && { start }), ...(count !== undefined && { count }), ...(filter && { filter }) };
  // What is lazy runs a metamethod, which a client may want to end.
  const found = await session.evaluations.run(request.seq, () => session.program.request('variables', params));
  const body: DebugProtocol.VariablesResponse['body'] = {
    variables: found.map((variable) => ({
      name: variable.name,
      value: variable.value,
      ...valueTo(session, variable),
      ...(variable.hint !== undefined && { presentationHint: variable.hint }),
      ...(variable.evaluateName !== undefined && { evaluateName: variable.evaluateName }),
      ...(variable.declarationLocation && { declarationLocationReference: session.locations.add(variable.declarationLocation) }),
    })),
  };
  return { body };
};

const setVariable: Handler = async (session, args) => {
  const ref = integer(args, 'variablesReference');
  const result = await session.program.request('setVariable', { ref, name: text(args, 'name'), value: text(args, 'value'), hex: showsHex(session, args) });
  changed(session);
  return { body: { value: result.value, ...valueTo(session, result) } };
};

const locations: Handler = (session, args) => {
  const { source, line, column } = session.locations.get(integer(args, 'locationReference'));
  const { client } = session;
  return { body: { source: sourceTo(source), line: client.lineTo(line), ...(column !== undefined && { column: client.columnTo(column) }) } };
};

export const variableRequests = { scopes, variables, setVariable, locations };
