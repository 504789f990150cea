/**
 * The one place that reads the process's environment and working directory. Everything else is given an `Environment` as a value, so
 * that two executions in one kernel can have two environments and tests need not change the process.
 */
import { homedir, tmpdir, userInfo } from 'node:os';

export interface Environment {
  /** A copy: later changes to the process do not reach it. */
  readonly vars: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
  /** The user's home directory (not ours: see folders.ts). */
  readonly home: string;
  readonly tmp: string;
  /** undefined where there are no user ids (Windows). */
  readonly uid: number | undefined;
  readonly platform: NodeJS.Platform;
}

export function readEnvironment(): Environment {
  const vars: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) vars[name] = value;
  const uid = process.getuid?.();
  return { vars, cwd: currentDirectory(), home: homeDirectory(vars), tmp: tmpdir(), uid, platform: process.platform };
}

/** The working directory may have been removed under us; a script in an absolute path can still run. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

function homeDirectory(vars: Readonly<Record<string, string>>): string {
  if (vars['HOME']) return vars['HOME'];
  try {
    return homedir();
  } catch {
    // A user id without an entry in the password file (containers).
    return vars['USERPROFILE'] ?? tmpdir();
  }
}

/** For messages: who the process runs as. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

export function withoutVariable(environment: Environment, name: string): Environment {
  const { [name]: _, ...vars } = environment.vars;
  return { ...environment, vars };
}

/** `base` with `changes` on top; null takes a variable away. */
export function withVariables(
  base: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>> | undefined,
): Readonly<Record<string, string>> {
  const merged: Record<string, string> = { ...base };
  for (const [name, value] of Object.entries(changes ?? {})) {
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}
