/** The limits of an execution, and the one place that words what became of a script that reached one: which limit, which key, where it is set. */
import { settingAt, settingPlace, type Config } from '../../base/config/index.ts';
import { MEGABYTE } from '../../base/config/config.ts';
import { MEMORY_LIMIT_KEYS } from '../../base/config/limit-keys.ts';
import type { ExecutionEnd, LimitName } from '../../common/execution.ts';

/** As far as limits depend on it. */
export type LimitConfig = Pick<Config, 'file' | 'raw' | 'memoryLimitBytes' | 'outputLimitBytes'> & { readonly kernel: Pick<Config['kernel'], 'maxExecutionTimeSeconds'> };

/** `key = value under [section] in file:line`. */
function setting(config: LimitConfig, path: readonly string[], value: string | number): string {
  return `${path.at(-1)!} = ${value} under [${path.slice(0, -1).join('.')}] in ${settingPlace(config, path)}`;
}

const timeLimitMessage = (config: LimitConfig): string =>
  `the script ran longer than ${setting(config, ['kernel', 'max_execution_time_secs'], config.kernel.maxExecutionTimeSeconds)} allows. Raise it, or set it to 0 for no limit.`;

const outputLimitMessage = (config: LimitConfig): string =>
  `the script wrote more output than ${setting(config, ['kernel', 'limits', 'max_output_mb'], Math.round(config.outputLimitBytes / MEGABYTE))} allows. What it wrote before has been delivered. Raise it, or set it to 0 for no limit.`;

/** The memory limit in words, by the name that it was given. */
function memorySetting(config: LimitConfig): string {
  const path = MEMORY_LIMIT_KEYS.find((key) => settingAt(config, key) !== undefined) ?? MEMORY_LIMIT_KEYS[0];
  const value = settingAt(config, path);
  return setting(config, path, typeof value === 'string' ? `"${value}"` : typeof value === 'number' ? value : Math.round(config.memoryLimitBytes / MEGABYTE));
}

const memoryLimitMessage = (config: LimitConfig): string => `the script kept more in memory than ${memorySetting(config)} allows. Keep less in memory, or raise it.`;

const MESSAGES: Readonly<Record<LimitName, (config: LimitConfig) => string>> = { time: timeLimitMessage, memory: memoryLimitMessage, output: outputLimitMessage };

/** An end as its user is told it. */
export function endWithLimit({ limit, ...end }: ExecutionEnd, config: LimitConfig): ExecutionEnd {
  if (limit === undefined) return end;
  const message = MESSAGES[limit](config);
  // Lua's own words stay, with the lines that they came from.
  return { ...end, error: limit === 'memory' && end.error !== undefined ? `${end.error}\n${message}` : message };
}
