/** `fileSaved {path}`, a request of our own: puts the new text of a file into the functions of the program, stopped or running. */
import { text } from '../arguments.ts';
import type { Handler } from '../session.ts';

const fileSaved: Handler = async (session, args) => {
  const path = text(args, 'path');
  const { debuggee } = session;
  if (debuggee === undefined || debuggee.hasEnded || !debuggee.isStarted || debuggee.noDebug) {
    return { body: { replaced: [], kept: [], refused: [], message: 'No program is being debugged: the next one runs the new text.' } };
  }
  const { movesFrames, ...body } = await debuggee.request('fileSaved', { path });
  return { body, after: () => (movesFrames ? debuggee.framesMoved() : undefined) };
};

export const editRequests = { fileSaved };
