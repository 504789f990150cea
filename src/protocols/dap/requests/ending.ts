/** `terminate`, `disconnect`, and the client that leaves without a word. */
import { optionalBoolean } from '../arguments.ts';
import type { DapSession, Handler } from '../session.ts';

const terminate: Handler = async (session) => {
  await session.lifecycle.end();
  const { debuggee } = session;
  // A launch that failed: VS Code asks for the end of what never began.
  if (debuggee === undefined) return { after: () => session.terminated() };
  if (!debuggee.hasEnded) await debuggee.terminate();
  return {};
};

const disconnect: Handler = async (session, args) => {
  await leave(session, optionalBoolean(args, 'terminateDebuggee'));
  return { after: () => session.hangUp() };
};

export const endingRequests = { terminate, disconnect };

/** Ends the program or lets it go on without a debugger. `terminateDebuggee` of the client decides; without it, whose program it is. */
export async function leave(session: DapSession, terminateDebuggee: boolean | undefined): Promise<void> {
  const { lifecycle } = session;
  await lifecycle.end();
  const { debuggee } = lifecycle;
  lifecycle.debuggee = undefined;
  if (debuggee === undefined || debuggee.hasEnded) return;
  const isLaunched = debuggee.startMethod === 'launch';
  // A program that never started has nobody else to start it.
  if (isLaunched && !debuggee.isStarted) await debuggee.abandon();
  else if (terminateDebuggee ?? (isLaunched && session.options.terminateOnLoss)) await debuggee.terminate();
  else await debuggee.release();
}
