/** `llmspell kernel start`: a kernel in the foreground that debuggers reach over TCP, until a signal ends it. */
import { absolute } from '../base/paths.ts';
import { runLogged } from '../base/supervise/supervise.ts';
import { cancelledText } from '../kernel/cancelled.ts';
import { startTcpKernel } from '../kernel/tcp-kernel.ts';
import { configure, write, writeJson, type CliContext } from './context.ts';
import type { StartOptions } from './commands/kernel.ts';
import { ExitCodes } from './errors.ts';

export async function kernelStart(context: CliContext, options: StartOptions): Promise<number> {
  const { config, logger } = await configure(context);
  const { environment } = context;
  const given = options.connectionFile ?? config.kernel.connectionFile;
  const kernel = await startTcpKernel({
    environment,
    config,
    logger,
    ip: config.kernel.ip,
    trace: context.options.trace,
    port: options.port ?? config.kernel.port,
    ...(options.id !== undefined && { id: options.id }),
    ...(given !== undefined && { connectionFile: absolute(given, environment.cwd) }),
  });
  const ended = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, resolve);
  });
  process.on('SIGHUP', () => void runLogged('reading the configuration again', logger, () => kernel.kernel.reloadConfig()));
  const { dapPort, eventsPort, connectionFile, missing } = kernel;
  if (context.options.output === 'json') {
    await writeJson(context, { status: 'success', id: kernel.id, pid: process.pid, dap_port: dapPort, events_port: eventsPort ?? null, connection_file: connectionFile, missing });
  } else {
    for (const part of missing) await write(context.stderr, `not available: ${part}\n`);
    await write(
      context.stdout,
      `kernel ${kernel.id} is ready: debugger on port ${dapPort}${eventsPort === undefined ? '' : `, events on port ${eventsPort}`}\nconnection file: ${connectionFile}\n`,
    );
  }
  const signal = await ended;
  logger.info({ signal }, `ending: ${signal}`);
  const cancelled = await kernel.shutdown();
  if (cancelled.length > 0) await write(context.stderr, `${cancelledText(cancelled)}\n`);
  return ExitCodes.Ok;
}
