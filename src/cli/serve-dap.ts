/**
 * Serves one DAP client on stdin and stdout with a kernel of its own; nothing but DAP goes to stdout. A program that the client has let go runs to
 * its end, with nobody to read its output.
 */
import { Console } from 'node:console';
import { Duplex } from 'node:stream';
import { serve } from '../kernel/dap-server.ts';
import { createDebugTargets } from '../kernel/debug-targets.ts';
import { Kernel } from '../kernel/kernel.ts';
import { configure, type CliContext } from './context.ts';
import { ExitCodes } from './errors.ts';

export async function serveDapOnStdio(context: CliContext): Promise<number> {
  globalThis.console = new Console(process.stderr);
  const { config, logger } = await configure(context);
  const kernel = new Kernel({ environment: context.environment, config, logger, keepSpare: false, followConfigFile: true });
  kernel.prepare();
  const stream = Duplex.from({ readable: process.stdin, writable: process.stdout });
  stream.on('error', (error) => logger.debug({ err: error }, `the client is gone: ${error.message}`));
  const ending = new AbortController();
  const stop = (): void => {
    ending.abort();
    stream.destroy();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  await serve(stream, { targets: createDebugTargets(kernel, undefined, { only: 'launch' }), logger: logger.target('dap'), terminateOnLoss: true });
  await kernel.sessions.whenIdle(ending.signal);
  await kernel.shutdown();
  return ExitCodes.Ok;
}
