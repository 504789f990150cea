/** Opens the log of a process as environment, command line and configuration want it: lines for people on stderr, or JSON lines in a file. */
import { appendFileSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { configSecrets, type Config } from './config/config.ts';
import type { Environment } from './env.ts';
import { chooseLogLevels } from './log-levels.ts';
import { createLogger, type LogDestination, type Logger } from './logging.ts';
import { absolute } from './paths.ts';
import { createRedactor, secretsOf } from './redact.ts';

export interface LogOptions {
  readonly environment: Environment;
  readonly config: Config;
  /** `--trace`. */
  readonly trace: string | undefined;
  readonly stderr: { write(text: string): unknown };
}

/** What is wrong with the levels is logged; a file that cannot be opened throws with its path. */
export function openLog({ environment, config, trace, stderr }: LogOptions): Logger {
  const { levels, problems } = chooseLogLevels({ vars: environment.vars, trace, config: config.logging.level });
  const redactor = createRedactor([...secretsOf(environment.vars), ...configSecrets(config)]);
  const { file } = config.logging;
  const logger =
    file === undefined
      ? createLogger({ levels, redactor, format: 'text', destination: { write: (line) => void stderr.write(line) } })
      : createLogger({ levels, redactor, format: 'json', destination: openFile(absolute(file, environment.cwd)) });
  for (const problem of problems) logger.target('config').warn({}, problem);
  return logger;
}

function openFile(path: string): LogDestination {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'a', 0o600);
    // Written at once: a log that loses its last lines in a crash is of no use.
    return { write: (line) => appendUnlessFull(file, line) };
  } catch (error) {
    throw new Error(`cannot write the log file ${path}: ${(error as Error).message}. Change log_file under [logging].`, { cause: error });
  }
}

/** A full disk ends no script: what is told there is lost, and nothing else. */
function appendUnlessFull(file: number, line: string): void {
  try {
    appendFileSync(file, line);
  } catch {
    // There is no place left to tell it.
  }
}
