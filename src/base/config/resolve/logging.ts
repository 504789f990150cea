/** `[logging]` and `[debug]`: what the program and what scripts log. */
import { didYouMean } from '../../nearest.ts';
import { LOG_LEVELS, isLogLevel, parseLogLevels } from '../../log-levels.ts';
import { defaultConfig, type DebugConfig } from '../config.ts';
import type { ConfigToml } from '../schema/index.ts';
import type { Report } from './report.ts';

/** One setting under three names. A level that is none is left out, so that it is told once, with its line. */
export function logLevel({ logging, global }: ConfigToml, report: Report): string | undefined {
  const [path, value] =
    logging?.log_level !== undefined ? [['logging', 'log_level'], logging.log_level]
    : logging?.level !== undefined ? [['logging', 'level'], logging.level]
    : [['global', 'log_level'], global?.log_level];
  if (value === undefined) return undefined;
  const { problems } = parseLogLevels(value);
  for (const problem of problems) report('warning', path, `${problem}; it is ignored`);
  return problems.length === 0 ? value : undefined;
}

export function resolveDebug({ debug = {} }: ConfigToml, report: Report): DebugConfig {
  const standard = defaultConfig.debug;
  const level = debug.level?.toLowerCase();
  const known = level === undefined || isLogLevel(level);
  if (!known) report('warning', ['debug', 'level'], `unknown log level "${debug.level}"${didYouMean(level, LOG_LEVELS)}: use one of ${LOG_LEVELS.join(', ')}; it is ignored`);
  const buffer = debug.output?.buffer ?? {};
  return {
    enabled: debug.enabled ?? standard.enabled,
    level: known ? (level ?? standard.level) : standard.level,
    capturedEntries: buffer.enabled === false ? 0 : (buffer.max_entries ?? standard.capturedEntries),
  };
}
