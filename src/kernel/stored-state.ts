/** The state and the backups of a store for the command line: everything in it is shown, as whoever may read the files may read it all. */
import type { Config } from '../base/config/index.ts';
import type { Environment } from '../base/env.ts';
import type { Json } from '../common/json.ts';
import { backupInfo } from '../runtime/state/backups/backup-info.ts';
import { openBackups, restoreBackup, type Restored } from '../runtime/state/backups/open-backups.ts';
import { exactToJson } from '../runtime/state/exact-json.ts';
import { loadExactValues } from '../runtime/state/exact-values.ts';
import { ephemeralEntries } from '../runtime/state/open-state.ts';
import { parseScope, scopeOfName, type Scope } from '../runtime/state/scope.ts';
import { State } from '../runtime/state/state.ts';
import { Stores } from '../runtime/store/stores.ts';

export interface ShownEntry {
  readonly scope: string;
  readonly key: string;
  /** As near as JSON comes to it. */
  readonly value: Json;
  /** All of it: MessagePack in base64. */
  readonly exact: string;
  /** RFC 3339. */
  readonly expires_at?: string;
}

/** To be kept; without `exact`, `value` counts. */
export type NewEntry = Pick<ShownEntry, 'scope' | 'key'> & Partial<Pick<ShownEntry, 'value' | 'exact' | 'expires_at'>>;

export class StoredState {
  private readonly stores: Stores;

  constructor(
    environment: Environment,
    private readonly config: Config,
    warn: (message: string) => void,
  ) {
    this.stores = new Stores({ environment, warn });
  }

  /** Of one scope, or of all; of one key, or of all. */
  async entries(scope?: string, key?: string): Promise<ShownEntry[]> {
    const state = await this.open();
    const scopes = scope === undefined ? (await state.scopes()).map(scopeOfName) : [named(scope)];
    const shown: ShownEntry[] = [];
    for (const one of scopes) {
      for (const name of await state.keys(one)) {
        if (key !== undefined && name !== key) continue;
        const kept = await state.get(one, name);
        if (kept === undefined) continue;
        const { value, expiresAt } = kept;
        shown.push({ scope: one.name, key: name, value: await exactToJson(value), exact: Buffer.from(value).toString('base64'), ...(expiresAt !== undefined && { expires_at: new Date(expiresAt).toISOString() }) });
      }
    }
    return shown;
  }

  /** Answers how many there were. */
  async clear(scope?: string, key?: string): Promise<number> {
    const state = await this.open();
    const entries = await this.entries(scope, key);
    for (const entry of entries) await state.delete(scopeOfName(entry.scope), entry.key);
    return entries.length;
  }

  /** Answers how many were kept: what has expired is not. Without `merge`, whatever else is there goes, once a backup of it is made. */
  async import(entries: readonly NewEntry[], merge: boolean): Promise<{ readonly kept: number; readonly backup: string | undefined }> {
    const state = await this.open();
    const exactValues = await loadExactValues();
    const prepared = entries.map((entry) => ({ ...entry, scope: named(entry.scope), bytes: entry.exact === undefined ? exactValues.encode(entry.value) : Buffer.from(entry.exact, 'base64'), expiresAt: entry.expires_at === undefined ? Infinity : Date.parse(entry.expires_at) }));
    const current = prepared.filter(({ expiresAt }) => expiresAt > Date.now());
    const before = merge ? [] : await this.entries();
    const backup = before.length > 0 ? String((await this.createBackup(false))['id']) : undefined;
    // Others go last: an entry that is refused leaves them as they are.
    for (const { scope, key, bytes, expiresAt } of current) await state.set(scope, key, bytes, { ttlSeconds: expiresAt === Infinity ? undefined : (expiresAt - Date.now()) / 1000 });
    const isNew = new Set(current.map(({ scope, key }) => JSON.stringify([scope.name, key])));
    for (const { scope, key } of before) if (!isNew.has(JSON.stringify([scope, key]))) await state.delete(scopeOfName(scope), key);
    return { kept: current.length, backup };
  }

  async createBackup(incremental: boolean): Promise<Record<string, string | number>> {
    const backups = openBackups(this.config, this.stores);
    return backupInfo(await backups.create(await this.stores.open(this.config), incremental));
  }

  async listBackups(): Promise<Record<string, string | number>[]> {
    return (await openBackups(this.config, this.stores).list()).map(backupInfo);
  }

  restoreBackup(id: string): Promise<Restored> {
    return restoreBackup(this.config, this.stores, id);
  }

  deleteBackup(id: string): Promise<void> {
    return openBackups(this.config, this.stores).remove(id);
  }

  close(): Promise<void> {
    return this.stores.close();
  }

  private async open(): Promise<State> {
    const store = await this.stores.open(this.config);
    const { cacheSizeBytes, maxValueBytes } = this.config.state;
    return new State({ store, ephemeral: ephemeralEntries(store, cacheSizeBytes), maxValueBytes, now: Date.now });
  }
}

const named = (scope: string): Scope => parseScope(scope, () => undefined);
