/** The levels of log messages, by all their names. */

/** From the fewest lines to the most; the index is the number scripts may give. */
export const LEVELS = ['off', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type Level = (typeof LEVELS)[number];
const ALIASES: Readonly<Record<string, Level>> = { none: 'off', err: 'error', warning: 'warn' };

/** Letter case does not matter; numbers count from 0. */
export function findLevel(text: string): Level | undefined {
  const given = text.trim().toLowerCase();
  const name = ALIASES[given] ?? LEVELS[Number(given)] ?? given;
  return LEVELS.find((level) => level === name);
}

/** Whether a message of a level is shown where `most` is the most talkative one that is. */
export const isShown = (level: Level, most: Level): boolean => level !== 'off' && LEVELS.indexOf(level) <= LEVELS.indexOf(most);
