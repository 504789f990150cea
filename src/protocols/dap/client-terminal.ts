/** The client's own terminal, for programs that shall run there: DAP's one request that goes from the adapter to the client. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { noTerminal } from './errors.ts';
import type { DapSession } from './session.ts';
import type { ClientTerminal } from './target.ts';

/** A terminal may have a slow shell to start first. */
const ANSWER_LIMIT_MS = 60_000;

/** So long nothing is said of a program that is on its way. */
const SLOW_MS = 2000;

/** Says in the Debug Console that the program is waited for, when it does not come soon. */
export async function whileStarting<T>(session: Pick<DapSession, 'event'>, start: Promise<T>): Promise<T> {
  const timer = setTimeout(
    () => session.event('output', { category: 'console', output: 'Waiting for the program to start in the terminal; the terminal shows what holds it up. Stop the session to give up.\n' }),
    SLOW_MS,
  );
  try {
    return await start;
  } finally {
    clearTimeout(timer);
  }
}

/** Throws DapError when the client has no terminal. */
export function clientTerminal(session: DapSession): ClientTerminal {
  if (!session.client.supportsRunInTerminal) throw noTerminal();
  return {
    left: session.left,
    run: ({ title, cwd, args, env }) =>
      new Promise((resolve, reject) => {
        const request: DebugProtocol.RunInTerminalRequestArguments = { kind: 'integrated', title, cwd, args: [...args], env: { ...env } };
        const gone = (): void => reject(new Error('the debug session was ended before the terminal was there'));
        if (session.left.aborted) return gone();
        session.left.addEventListener('abort', gone, { once: true });
        session.sendRequest('runInTerminal', request, ANSWER_LIMIT_MS, (response) => {
          session.left.removeEventListener('abort', gone);
          if (response.success) resolve();
          else reject(new Error(`the client has not run the program in its terminal: ${response.message || 'it gives no reason'}`));
        });
      }),
  };
}
