/**
 * One line of the log, in its two forms: JSON for files, text for people. Both must come out whatever was logged: a line that fails takes the
 * work down that only wanted to tell something.
 */
import type { LogLevel } from './log-levels.ts';

export interface LogLine {
  readonly time: Date;
  readonly level: LogLevel;
  readonly target: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** An error that causes another, and so on: nobody reads further. */
const MAX_CAUSES = 10;

/** `{"level":"warn","time":"…","target":"kernel","field":1,"msg":"…"}` */
export function jsonLine({ time, level, target, fields, message }: LogLine): string {
  const head = { level, time: time.toISOString(), target };
  return `${json({ ...head, ...fields, msg: message }, describeError) ?? JSON.stringify({ ...head, msg: message })}\n`;
}

/** `12:34:56.789 WARN  kernel: message {"field":1}`; errors with their stack where details are wanted. */
export function textLine({ time, level, target, fields, message }: LogLine): string {
  const { err, ...rest } = fields;
  const shown = Object.keys(rest).length > 0 ? ` ${json(rest, ({ message }) => message) ?? ''}` : '';
  const stack = err instanceof Error && (level === 'debug' || level === 'trace') ? `\n${stackOf(err)}` : '';
  return `${time.toISOString().slice(11, 23)} ${level.toUpperCase().padEnd(5)} ${target}: ${message}${shown}${stack}\n`;
}

/** undefined for what cannot be written (a cycle). */
function json(value: object, ofError: (error: Error) => unknown): string | undefined {
  try {
    return JSON.stringify(value, (_key, part: unknown) => (part instanceof Error ? ofError(part) : typeof part === 'bigint' ? String(part) : part));
  } catch {
    return undefined;
  }
}

const describeError = (error: Error): object => ({ type: error.name, message: error.message, stack: stackOf(error), ...('code' in error && { code: error.code }) });

function stackOf(error: Error): string {
  const stacks: string[] = [];
  for (let each: unknown = error; each instanceof Error && stacks.length < MAX_CAUSES; each = each.cause) stacks.push(each.stack ?? `${each.name}: ${each.message}`);
  return stacks.join('\ncaused by: ');
}
