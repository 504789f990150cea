/** What `State` refuses, in words for the script. */
import { RuntimeError } from '../errors.ts';
import type { Scope } from './scope.ts';

export const badScope = (text: string, why: string): RuntimeError => new RuntimeError('state_scope', `the scope "${text}" ${why}`);

/** Not reachable from here; `next` says what to do. */
export const scopeRefused = (scope: Scope, why: string, next: string): RuntimeError =>
  new RuntimeError('state_scope', `the scope "${scope.name}" is not reachable: ${why}: ${next}`);

export const badKey = (why: string): RuntimeError => new RuntimeError('state_key', `the key ${why}`);

export const tooLarge = (scope: Scope, key: string, bytes: number, limit: number): RuntimeError =>
  new RuntimeError('state_size', `the value of "${key}" in "${scope.name}" has ${bytes} bytes, ${limit} are allowed: keep less, or raise runtime.state_persistence.max_state_size_bytes`);

/** `found` undefined: it is not there. */
export const versionConflict = (scope: Scope, key: string, expected: number, found: number | undefined): RuntimeError => {
  const is = found === undefined ? 'is not there (version 0)' : `has version ${found}`;
  return new RuntimeError('state_conflict', `"${key}" in "${scope.name}" ${is}, not version ${expected}: somebody else has written it; read it again with State.get_versioned and decide anew`);
};

export const damagedEntry = (scope: Scope, key: string, cause?: unknown): RuntimeError =>
  new RuntimeError('state_damaged', `the value of "${key}" in "${scope.name}" cannot be read: it was damaged; delete it, or restore a backup`, { cause });

export const backupNotFound = (id: string): RuntimeError => new RuntimeError('backup_failed', `there is no backup "${id}": State.list_backups() tells those that are there`);

export const backupDamaged = (id: string, why: string, cause?: unknown): RuntimeError =>
  new RuntimeError('backup_failed', `the backup "${id}" is damaged: ${why}; restore another one`, { cause });

export const backupNeeded = (id: string, by: readonly string[]): RuntimeError =>
  new RuntimeError('backup_failed', `the backup "${id}" cannot be removed: ${by.join(', ')} only ${by.length === 1 ? 'has' : 'have'} what has changed since; remove that first`);

export const contentsFleeting = (): RuntimeError => new RuntimeError('backup_failed', 'artifacts are removed all the time while they are backed up: try again when less is going on');

export const backupsOff = (): RuntimeError => new RuntimeError('backup_failed', 'backups are switched off: set runtime.state_persistence.backup_enabled = true');
