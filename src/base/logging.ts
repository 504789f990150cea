/**
 * The log of a process: pino behind a small interface, written to a stream that the process chooses (stderr, a file). Nothing logs to
 * stdout: it belongs to scripts and protocols. One logger for each target; what is below the target's level costs one comparison.
 */
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { levelOf, type LogLevels } from './log-levels.ts';
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

export interface LoggerOptions {
  readonly levels: LogLevels;
  readonly destination: DestinationStream;
  readonly redactor?: Redactor;
  /** `json`: a JSON object each line (files). `text`: for people (stderr). */
  readonly format?: 'json' | 'text';
  /** The target of the root logger. */
  readonly target?: string;
}

export function createLogger(options: LoggerOptions): Logger {
  const { redactor, format = 'json' } = options;
  const clean = (line: string): string => (redactor ? redactor.text(line) : line);
  const destination: DestinationStream = {
    write: (line) => options.destination.write(format === 'text' ? clean(humanLine(line)) : clean(line)),
  };
  const root = pino({ level: 'trace', base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, destination);
  let levels = options.levels;
  const loggers = new Map<string, { logger: Logger; pino: PinoLogger }>();

  const make = (name: string): Logger => {
    const existing = loggers.get(name);
    if (existing) return existing.logger;
    const child = root.child({ target: name });
    child.level = pinoLevel(levels, name);
    const method =
      (level: 'error' | 'warn' | 'info' | 'debug' | 'trace'): LogMethod =>
      (fields, message) =>
        child[level](fields, message);
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
        for (const [target, entry] of loggers) entry.pino.level = pinoLevel(levels, target);
      },
    };
    loggers.set(name, { logger, pino: child });
    return logger;
  };
  return make(options.target ?? 'kernel');
}

function pinoLevel(levels: LogLevels, target: string): string {
  const level = levelOf(levels, target);
  return level === 'off' ? 'silent' : level;
}

/** What pino writes with the options above. */
interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly target: string;
  readonly msg?: string;
  readonly err?: { readonly stack?: string };
}

/** `12:34:56.789 WARN  kernel: message {"field":1}` */
function humanLine(line: string): string {
  const { time, level, target, msg = '', err, ...rest } = JSON.parse(line) as LogLine;
  const fields = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
  const stack = err?.stack !== undefined && (level === 'debug' || level === 'trace') ? `\n${err.stack}` : '';
  return `${time.slice(11, 23)} ${level.toUpperCase().padEnd(5)} ${target}: ${msg}${fields}${stack}\n`;
}

/** Swallows everything: for tests and for embedding programs that give no logger. */
export const silentLogger: Logger = (() => {
  const nothing: LogMethod = () => undefined;
  const logger: Logger = { error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing, target: () => logger, setLevels: () => undefined };
  return logger;
})();
