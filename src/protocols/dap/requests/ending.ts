/** `terminate`, `disconnect`, and the client that leaves without a word. */
import { optionalBoolean } from '../arguments.ts';
import type { DapSession, Handler } from '../session.ts';

const terminate: Handler = async (session) => {
  const { debuggee } = session;
  // A launch that failed: VS Code asks for the end of what never began.
  if (debuggee === undefined) return { after: () => session.event('terminated', {}) };
  // Prepared, and not started: there is no end that would be told.
  if (!debuggee.isStarted) {
    await debuggee.terminate();
    return { after: () => session.event('terminated', {}) };
  }
  await debuggee.terminate();
  return {};
};

const disconnect: Handler = async (session, args) => {
  await leave(session, optionalBoolean(args, 'terminateDebuggee'));
  return { after: () => session.hangUp() };
};

export const endingRequests = { terminate, disconnect };

/** Ends the program or lets it go on without a debugger. `terminateDebuggee` of the client decides; without it, whose program it is. */
export async function leave(session: DapSession, terminateDebuggee: boolean | undefined): Promise<void> {
  const { debuggee } = session;
  session.debuggee = undefined;
  if (debuggee === undefined || debuggee.hasEnded) return;
  // A program that never started has nobody else to start it.
  const ownsProgram = debuggee.startMethod === 'launch' && (session.options.terminateOnLoss || !debuggee.isStarted);
  if (terminateDebuggee ?? ownsProgram) await debuggee.terminate();
  else await debuggee.release();
}
