/** `terminate`, `disconnect`, and the client that leaves without a word. */
import { optionalBoolean } from '../arguments.ts';
import { watching } from '../errors.ts';
import type { DapSession, Handler } from '../session.ts';

export const terminate: Handler = async (session) => {
  if (session.debuggee?.watches) throw watching();
  await session.lifecycle.end();
  const { debuggee } = session;
  // A launch that failed: VS Code asks for the end of what never began.
  if (debuggee === undefined) return { after: () => session.terminated() };
  if (!debuggee.hasEnded) await debuggee.terminate();
  return {};
};

const disconnect: Handler = async (session, args) => {
  const suspend = optionalBoolean(args, 'suspendDebuggee') ?? false;
  await leave(session, { suspend, terminate: optionalBoolean(args, 'terminateDebuggee') });
  return { after: () => session.hangUp() };
};

export const endingRequests = { terminate, disconnect };

export interface Farewell {
  /** undefined: nothing was said about it. */
  readonly terminate: boolean | undefined;
  readonly suspend: boolean;
}

/** Ends the program or lets it go on without a debugger. What the client said decides; without it, whose program it is. */
export async function leave(session: DapSession, { terminate, suspend }: Farewell): Promise<void> {
  const { lifecycle } = session;
  await lifecycle.end();
  const { debuggee } = lifecycle;
  lifecycle.debuggee = undefined;
  if (debuggee === undefined || debuggee.hasEnded) return;
  // An expression that nobody waits for any more would hold up everything else.
  if (session.evaluations.size > 0) await debuggee.request('cancelEvaluate', {}).catch(() => undefined);
  const isLaunched = debuggee.startMethod === 'launch';
  // A program that never started has nobody else to start it.
  if (isLaunched && !debuggee.isStarted) await debuggee.abandon();
  // Who only watched has no say in it.
  else if (!debuggee.watches && (terminate ?? (isLaunched && session.options.terminateOnLoss))) await debuggee.terminate();
  else await debuggee.release({ suspend });
}
