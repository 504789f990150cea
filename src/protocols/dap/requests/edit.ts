/** `fileSaved {path}`, a request of our own: puts the new text of a file into the functions of the program, stopped or running. */
import { text } from '../arguments.ts';
import type { Handler } from '../session.ts';

const fileSaved: Handler = async (session, args) => {
  const path = text(args, 'path');
  const { debuggee } = session;
  if (debuggee === undefined || debuggee.hasEnded || !debuggee.isStarted || debuggee.noDebug) {
    return { body: { replaced: [], kept: [], refused: [], message: 'No program is being debugged: the next one runs the new text.' } };
  }
  const body = await debuggee.request('fileSaved', { path });
  const isChanged = body.replaced.length + body.kept.length + body.refused.length > 0;
  const after = (): void => {
    // Lines may have moved though no function has changed.
    if (session.client.supportsInvalidated && (isChanged || body.message === undefined)) session.event('invalidated', { areas: ['stacks'] });
  };
  return { body, after };
};

export const editRequests = { fileSaved };
