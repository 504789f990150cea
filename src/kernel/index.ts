/**
 * The kernel for programs that embed it: `startKernel` brings one up inside of the calling process, without sockets. Several can live side by
 * side.
 */
import { defaultConfig, parseConfig, type Config } from '../base/config/index.ts';
import { readEnvironment } from '../base/env.ts';
import { silentLogger, type Logger } from '../base/logging.ts';
import type { SpellEvent } from '../common/events.ts';
import type { ExecutionEnd } from '../common/execution.ts';
import { Kernel } from './kernel.ts';
import { checkProgram } from './program.ts';
import type { OutputReader } from './sessions/output-queue.ts';

export type { Config, ExecutionEnd, Logger, OutputReader, SpellEvent };
export { parseConfig };

export interface StartKernelOptions {
  /** Default: what holds without a file. `parseConfig` reads a text. */
  readonly config?: Config;
  readonly id?: string;
  /** Default: none. */
  readonly logger?: Logger;
  /** Of all scripts; default: the process's own. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ExecuteOptions {
  readonly args?: readonly string[];
  /** Called in order; the next piece waits for the promise. */
  readonly onOutput?: OutputReader;
  /** Ends the script and cancels its requests. */
  readonly signal?: AbortSignal;
}

export interface KernelHandle {
  readonly id: string;
  /** Runs code in a VM session of its own. Never rejects for what the script does. */
  execute(code: string, options?: ExecuteOptions): Promise<ExecutionEnd>;
  /** Runs a file. Rejects when it is missing, unreadable or no text. */
  executeFile(path: string, options?: ExecuteOptions): Promise<ExecutionEnd>;
  /** Events whose type starts with `prefix`. Answers the function that ends the subscription. */
  onEvent(prefix: string, listener: (event: SpellEvent) => void): () => void;
  /** Ends all scripts. */
  shutdown(): Promise<void>;
}

export async function startKernel(options: StartKernelOptions = {}): Promise<KernelHandle> {
  const environment = readEnvironment();
  const kernel = new Kernel({
    environment: { ...environment, cwd: options.cwd ?? environment.cwd, vars: options.env ?? environment.vars },
    config: options.config ?? defaultConfig,
    logger: options.logger ?? silentLogger,
    keepSpare: true,
    ...(options.id !== undefined && { id: options.id }),
  });
  kernel.prepare();
  return {
    id: kernel.id,
    execute: (code, given = {}) => kernel.execute({ program: { kind: 'code', code, chunkName: '=execute' }, origin: 'exec', ...given }),
    async executeFile(path, given = {}) {
      checkProgram(path);
      return kernel.execute({ program: { kind: 'file', path }, origin: 'run', ...given });
    },
    onEvent: (prefix, listener) => kernel.events.subscribe(prefix, listener),
    async shutdown() {
      await kernel.shutdown();
    },
  };
}
