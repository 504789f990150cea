/**
 * The log of a process, written to a destination that the process chooses (stderr, a file). Nothing logs to stdout: it belongs to scripts and
 * protocols. One logger for each target; what is below the target's level costs one comparison. No library: all would be loaded at every
 * start, and most runs log nothing.
 */
import { levelOf, LOG_LEVELS, type LogLevel, type LogLevels } from './log-levels.ts';
import { jsonLine, textLine } from './log-line.ts';
import type { Redactor } from './redact.ts';

type LogMethod = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export interface Logger {
  readonly error: LogMethod;
  readonly warn: LogMethod;
  readonly info: LogMethod;
  readonly debug: LogMethod;
  readonly trace: LogMethod;
  /** The logger of another target (`kernel.session`), with its own level. */
  target(name: string): Logger;
  /** What takes secrets out of its lines; whoever learns of one tells it. */
  readonly redactor?: Redactor;
  /** Changes levels of all targets while running. */
  setLevels(levels: LogLevels): void;
}

export interface LogDestination {
  write(line: string): unknown;
}

export interface LoggerOptions {
  readonly levels: LogLevels;
  readonly destination: LogDestination;
  readonly redactor?: Redactor;
  /** `json`: a JSON object each line (files). `text`: for people (stderr). */
  readonly format?: 'json' | 'text';
  /** The target of the root logger. */
  readonly target?: string;
}

export function createLogger({ levels: initial, destination, redactor, format = 'json', target: root = 'kernel' }: LoggerOptions): Logger {
  const lineOf = format === 'text' ? textLine : jsonLine;
  let levels = initial;
  const loggers = new Map<string, { readonly logger: Logger; rank: number }>();

  const make = (target: string): Logger => {
    const existing = loggers.get(target);
    if (existing) return existing.logger;
    const method =
      (level: LogLevel): LogMethod =>
      (fields, message) => {
        if (rankOf(level) > entry.rank) return;
        const line = lineOf({ time: new Date(), level, target, fields, message });
        destination.write(redactor ? redactor.text(line) : line);
      };
    const logger: Logger = {
      error: method('error'),
      warn: method('warn'),
      info: method('info'),
      debug: method('debug'),
      trace: method('trace'),
      target: make,
      ...(redactor && { redactor }),
      setLevels(next) {
        levels = next;
        for (const [name, each] of loggers) each.rank = rankOf(levelOf(levels, name));
      },
    };
    const entry = { logger, rank: rankOf(levelOf(levels, target)) };
    loggers.set(target, entry);
    return logger;
  };
  return make(root);
}

/** 0 is off; what has a higher rank than its target is not written. */
const rankOf = (level: LogLevel): number => LOG_LEVELS.indexOf(level);

/** Swallows everything: for tests and for embedding programs that give no logger. */
export const silentLogger: Logger = (() => {
  const nothing: LogMethod = () => undefined;
  const logger: Logger = { error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing, target: () => logger, setLevels: () => undefined };
  return logger;
})();
