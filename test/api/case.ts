/**
 * A case: a piece of Lua and what a described function does with it. Cases are grouped by module, one file in `cases/` each, under the name
 * of the function; they run in one real VM after the other in the file's order, with a real kernel behind it, on a folder of their own.
 */
import type { RequestListener } from 'node:http';

/** The documented result. */
export interface GivesCase {
  readonly lua: string;
  /**
   * What the piece returns, as `print` would show it: values separated by tabs, nothing for none. The case's folder reads `<folder>`, the server
   * `<server>`.
   */
  readonly gives: string | RegExp;
  /** What it writes to the standard output; not looked at when absent. */
  readonly prints?: string | RegExp;
  /** The same for the standard error. */
  readonly logs?: string | RegExp;
  /** Runs in a VM of its own. */
  readonly fresh?: boolean;
}

/** A call that fails: with arguments that do not fit, or refused. */
export interface WrongCase {
  readonly wrong: string;
  /** The whole message, without the place that Lua puts before it. */
  readonly says: string | RegExp;
  readonly fresh?: boolean;
}

export type ApiCase = GivesCase | WrongCase;

/** Function of the description → its cases: at least one that gives and, where a call can be wrong, one that is. */
export type ApiCases = Readonly<Record<string, readonly ApiCase[]>>;

/** What is known of the place where cases run. Lua finds them as `ARGS.folder` and `ARGS.server`. */
export interface Place {
  /** Absolute and real; the working directory, and the script's own folder. */
  readonly folder: string;
  /** `http://127.0.0.1:port`; empty without a server. */
  readonly server: string;
}

/** What the cases of a module stand on. */
export interface Scene {
  /** `llmspell.toml`. */
  readonly config?: (place: Place) => string;
  /** Files by their paths below the folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Variables of the script's environment beside `HOME`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Answers HTTP on 127.0.0.1. */
  readonly serve?: RequestListener;
}

/** A file of `cases/`. */
export interface CaseModule {
  readonly cases: ApiCases;
  readonly scene?: Scene;
}
