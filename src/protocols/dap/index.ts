/** The debug adapter: serves one DAP client over any duplex stream (stdio, a socket, TCP). */
import type { Duplex } from 'node:stream';
import { DapSession } from './session.ts';
import type { DebugTargets } from './target.ts';

export interface DapOptions {
  readonly logger: { debug(context: object, message: string): void };
  /**
   * What becomes of a launched program when its client disconnects or is lost without `terminateDebuggee`: true where the client owns it
   * (stdio, the editor's own socket), false over TCP. A program that was attached to always goes on.
   */
  readonly terminateOnLoss: boolean;
}

/** Resolves when the debug session is over and everything is written. Never ends the process, never rejects for what a client does. */
export async function serveDap(stream: Duplex, targets: DebugTargets, options: DapOptions): Promise<void> {
  const { logger, terminateOnLoss } = options;
  await new DapSession(stream, targets, { terminateOnLoss, log: (message) => logger.debug({}, message) }).serve();
}
