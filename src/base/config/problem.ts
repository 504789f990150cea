/** A finding in a configuration, as every command prints it: `FILE:LINE: severity: message`. */
export interface ConfigProblem {
  /**
   * An error makes the configuration unusable; after a warning the rest of it holds. A notice tells of what is understood but has no effect in this
   * version: only `validate` and `config` tell those.
   */
  readonly severity: 'error' | 'warning' | 'notice';
  /** The file; `environment` for a variable; `profile NAME` for a built-in profile. */
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
    super(problems.filter(({ severity }) => severity !== 'notice').map(formatProblem).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** The command line or `LLMSPELL_PROFILE` names a profile that is not there. */
export class UnknownProfileError extends ConfigError {}
