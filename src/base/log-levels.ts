/**
 * How much is logged: a default level and exceptions for single targets, read from `LLMSPELL_LOG`, `RUST_LOG`, `--trace` and the
 * configuration, in this order. Targets are dotted (`kernel.session`); an exception for `kernel` holds for all below it.
 */
import { didYouMean } from './nearest.ts';

export const LOG_LEVELS = ['off', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogLevels {
  readonly default: LogLevel;
  readonly targets: ReadonlyMap<string, LogLevel>;
}

export const isLogLevel = (text: string): text is LogLevel => (LOG_LEVELS as readonly string[]).includes(text);

/** Names of the original system's modules, for people who bring their `RUST_LOG` along. */
const TARGET_ALIASES: Readonly<Record<string, string>> = {
  llmspell: '',
  llmspell_kernel: 'kernel',
  llmspell_providers: 'provider',
  llmspell_agents: 'agent',
  llmspell_tools: 'tool',
  llmspell_bridge: 'script',
  llmspell_events: 'events',
  llmspell_hooks: 'hook',
  llmspell_sessions: 'session',
  llmspell_workflows: 'workflow',
};

function targetName(written: string): string {
  const [head = '', ...rest] = written.split('::');
  const mapped = TARGET_ALIASES[head] ?? head;
  return [mapped, ...rest].filter((part) => part !== '').join('.');
}

/**
 * Reads `level`, `target=level`, or a comma-separated list of both. What cannot be understood is told in `problems` and left out.
 */
export function parseLogLevels(text: string, fallback: LogLevel = 'warn'): { levels: LogLevels; problems: string[] } {
  let level = fallback;
  const targets = new Map<string, LogLevel>();
  const problems: string[] = [];
  for (const part of text.split(',').map((piece) => piece.trim()).filter((piece) => piece !== '')) {
    const equals = part.lastIndexOf('=');
    const wanted = (equals < 0 ? part : part.slice(equals + 1)).trim().toLowerCase();
    if (!isLogLevel(wanted)) {
      problems.push(`unknown log level "${wanted}"${didYouMean(wanted, LOG_LEVELS)}: use one of ${LOG_LEVELS.join(', ')}`);
      continue;
    }
    const target = equals < 0 ? '' : targetName(part.slice(0, equals).trim());
    if (target === '') level = wanted;
    else targets.set(target, wanted);
  }
  return { levels: { default: level, targets }, problems };
}

/** The first source that is set decides; the others are not mixed in. */
export function chooseLogLevels(sources: {
  readonly vars: Readonly<Record<string, string>>;
  readonly trace?: string | undefined;
  readonly config?: string | undefined;
}): { levels: LogLevels; problems: string[] } {
  const chosen = [sources.vars['LLMSPELL_LOG'], sources.vars['RUST_LOG'], sources.trace, sources.config].find((text) => text !== undefined && text !== '');
  return parseLogLevels(chosen ?? 'warn');
}

/** The level of one target: the longest exception that it lies under. */
export function levelOf(levels: LogLevels, target: string): LogLevel {
  for (let name = target; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const found = levels.targets.get(name);
    if (found !== undefined) return found;
  }
  return levels.default;
}
