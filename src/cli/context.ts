/** What every command needs: environment, streams, global options, and the configuration with its findings told. */
import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import { formatProblem, loadConfig, type Config, type ConfigChoice } from '../base/config/index.ts';
import type { Environment } from '../base/env.ts';
import type { Logger } from '../base/logging.ts';
import { openLog } from '../base/open-log.ts';

export type OutputFormat = 'text' | 'json';

export interface GlobalOptions {
  readonly config?: string;
  readonly profile?: string;
  readonly trace?: string;
  readonly output: OutputFormat;
}

export interface CliContext {
  readonly environment: Environment;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly options: GlobalOptions;
}

export interface Configured {
  readonly config: Config;
  readonly logger: Logger;
}

/** Reads the configuration and makes the log. Warnings go to stderr; throws ConfigError for a configuration that cannot be used. */
export async function configure(context: CliContext): Promise<Configured> {
  const { environment, options, stderr } = context;
  const { config, warnings, notices } = await loadConfig(environment, configChoice(options));
  for (const warning of warnings) stderr.write(`${formatProblem(warning)}\n`);
  const logger = openLog({ environment, config, trace: options.trace, stderr });
  for (const notice of notices) logger.target('config').info({}, formatProblem(notice));
  return { config, logger };
}

/** What the command line names. */
export const configChoice = (options: Pick<GlobalOptions, 'config' | 'profile'>): ConfigChoice => ({ file: options.config, profile: options.profile });

/** Writes and waits until it was taken; a reader that has gone away is reported by a rejection with `EPIPE`. */
export function write(stream: Writable, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => (error ? reject(error) : resolve()));
  });
}

/** JSON text that goes into a document as it is: numbers of JavaScript would lose digits of Lua's integers. */
class Verbatim {
  readonly mark = randomUUID();
  constructor(readonly json: string) {}
  toJSON(): string {
    return this.mark;
  }
}
export const verbatim = (json: string): unknown => new Verbatim(json);

export function writeJson(context: CliContext, document: object): Promise<void> {
  let text = JSON.stringify(document, undefined, 2);
  for (const value of Object.values(document) as unknown[]) if (value instanceof Verbatim) text = text.replace(`"${value.mark}"`, () => value.json);
  return write(context.stdout, `${text}\n`);
}
