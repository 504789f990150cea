/**
 * Entry of the editor kernel, started by the extension: JSON-RPC on stdin and stdout, log on stderr. It ends when stdin ends, because then its
 * window is gone; also while scripts run.
 */
import { Console } from 'node:console';
import { parseArgs } from 'node:util';
import { ConfigError, formatProblem, loadConfig } from '../base/config/index.ts';
import { readEnvironment, withoutVariable } from '../base/env.ts';
import { openLog } from '../base/open-log.ts';
import { cancelledText } from './cancelled.ts';
import { startEditorKernel } from './editor/editor-kernel.ts';
import { serveEditorRpc } from './editor/rpc.ts';

/** An end that takes longer is cut short: the window that would wait for it is gone. */
const SHUTDOWN_DEADLINE_MS = 900;

// Stdout is the protocol's: what a library prints goes where the log is.
globalThis.console = new Console(process.stderr);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' }, profile: { type: 'string' }, trace: { type: 'string' } } });
  // On a desktop it makes Electron the Node.js that runs us; scripts, and what they start, are not to see it.
  const environment = withoutVariable(readEnvironment(), 'ELECTRON_RUN_AS_NODE');
  const { config, warnings, notices } = await loadConfig(environment, { file: values.config, profile: values.profile });
  const logger = openLog({ environment, config, trace: values.trace, stderr: process.stderr });
  for (const warning of warnings) logger.target('config').warn({}, formatProblem(warning));
  for (const notice of notices) logger.target('config').info({}, formatProblem(notice));

  const editor = await startEditorKernel({ environment, config, logger, trace: values.trace });
  let ending: Promise<readonly string[]> | undefined;
  const shutdown = (): Promise<readonly string[]> => (ending ??= editor.shutdown());
  let isEnding = false;
  const end = (why: string): void => {
    // One reason brings others along: stdin ends and closes, a signal comes twice.
    if (isEnding) return;
    isEnding = true;
    logger.info({}, `ending: ${why}`);
    setTimeout(() => {
      editor.removeFiles();
      process.exit(0);
    }, SHUTDOWN_DEADLINE_MS);
    void shutdown().then(
      (cancelled) => {
        if (cancelled.length > 0) logger.warn({}, cancelledText(cancelled));
        process.exit(0);
      },
      () => process.exit(1),
    );
  };

  const rpc = serveEditorRpc(editor.kernel, { input: process.stdin, output: process.stdout }, async () => {
    const cancelled = await shutdown();
    // The answer goes out first.
    setTimeout(() => end('the editor asked for it'), 10);
    return cancelled;
  });
  process.stdin.on('end', () => end('the editor is gone'));
  process.stdin.on('close', () => end('the editor is gone'));
  process.stdout.on('error', () => end('the editor is gone'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  // One broken session must not take the others along.
  process.on('uncaughtException', (error) => logger.error({ err: error }, `internal error: ${error.stack ?? error.message}`));
  process.on('unhandledRejection', (error) => logger.error({ err: error }, `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  rpc.ready(editor.ready);
}

main().catch((error: unknown) => {
  // The extension shows the last lines of stderr when a kernel does not come up.
  process.stderr.write(`${error instanceof ConfigError ? error.problems.map(formatProblem).join('\n') : (error as Error).message}\n`);
  process.exit(1);
});
