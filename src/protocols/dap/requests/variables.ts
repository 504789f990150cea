/** `scopes`, `variables`, `setVariable`, `locations`. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { integer, optionalInteger, optionalText, text } from '../arguments.ts';
import { sourceTo } from '../client.ts';
import { malformed } from '../errors.ts';
import type { Handler } from '../session.ts';
import { valueTo } from '../translate.ts';
import { changed } from './changed.ts';

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

const variables: Handler = async (session, args) => {
  const start = optionalInteger(args, 'start');
  // DAP: a count of 0 is no count.
  const count = optionalInteger(args, 'count') || undefined;
  const filter = optionalText(args, 'filter');
  if (filter !== undefined && filter !== 'named' && filter !== 'indexed') throw malformed('"filter" must be "named" or "indexed"');
  const ref = integer(args, 'variablesReference');
  const found = await session.program.request('variables', { ref, ...(start !== undefined && { start }), ...(count !== undefined && { count }), ...(filter && { filter }) });
  const body: DebugProtocol.VariablesResponse['body'] = {
    variables: found.map((variable) => ({
      name: variable.name,
      value: variable.value,
      ...valueTo(variable),
      ...(variable.evaluateName !== undefined && { evaluateName: variable.evaluateName }),
      ...(variable.declaration && { valueLocationReference: session.locations.add(variable.declaration) }),
    })),
  };
  return { body };
};

const setVariable: Handler = async (session, args) => {
  const ref = integer(args, 'variablesReference');
  const result = await session.program.request('setVariable', { ref, name: text(args, 'name'), value: text(args, 'value') });
  changed(session);
  return { body: { value: result.value, ...valueTo(result) } };
};

const locations: Handler = (session, args) => {
  const { source, line } = session.locations.get(integer(args, 'locationReference'));
  return { body: { source: sourceTo(source), line: session.client.lineTo(line) } };
};

export const variableRequests = { scopes, variables, setVariable, locations };
