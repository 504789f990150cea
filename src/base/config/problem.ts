/** A finding in a configuration file, as every command prints it: `FILE:LINE: message`. */
export interface ConfigProblem {
  /** An error makes the file unusable; after a warning the rest of it holds. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** From 1; undefined where the file as a whole is meant. */
  readonly line: number | undefined;
  readonly message: string;
}

export const formatProblem = (problem: ConfigProblem): string =>
  `${problem.file}:${problem.line === undefined ? '' : `${problem.line}:`} ${problem.severity}: ${problem.message}`;

/** Thrown where a configuration cannot be used. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
