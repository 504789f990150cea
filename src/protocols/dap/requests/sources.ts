/** `source`, `loadedSources`: texts that have no file of their own, and what is loaded at all. */
import { asArguments, integer, optionalInteger } from '../arguments.ts';
import { sourceTo } from '../client.ts';
import type { Handler } from '../session.ts';

const source: Handler = async (session, args) => {
  const sourceReference = optionalInteger(asArguments(args['source'], 'source'), 'sourceReference') || integer(args, 'sourceReference');
  const { content } = await session.program.request('source', { sourceReference });
  return { body: { content, mimeType: 'text/x-lua' } };
};

const loadedSources: Handler = async (session) => {
  const sources = await session.program.request('loadedSources', {});
  return { body: { sources: sources.map(sourceTo) } };
};

export const sourceRequests = { source, loadedSources };
