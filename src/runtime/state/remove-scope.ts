/** Takes a whole scope away, with the session, agent or workflow it belonged to. */
import type { StoreTransaction } from '../store/store.ts';
import { decodeEntry } from './entry.ts';
import type { EphemeralEntries } from './ephemeral.ts';
import { VALUES, expiryKey, prefixOfScope } from './keys.ts';
import type { Scope } from './scope.ts';

export function removeScope(tx: StoreTransaction, scope: Scope): void {
  for (const { key, value } of tx.entries({ prefix: prefixOfScope(scope) })) {
    tx.remove(key);
    const expiresAt = expiresAtOf(value);
    if (expiresAt !== undefined) tx.remove(expiryKey(expiresAt, key.slice(VALUES.length)));
  }
}

/** Entries of memory are in no transaction: they go once it is done. */
export function forgetScope(ephemeral: EphemeralEntries, scope: Scope, now: number): void {
  const prefix = prefixOfScope(scope).slice(VALUES.length);
  for (const name of ephemeral.names(now)) if (name.startsWith(prefix)) ephemeral.delete(name);
}

function expiresAtOf(stored: Uint8Array): number | undefined {
  try {
    return decodeEntry(stored).expiresAt;
  } catch {
    return undefined; // A damaged entry goes like any other; its place in the list of expiries is swept in its time.
  }
}
