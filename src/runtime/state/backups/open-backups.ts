/** The backups that go with a configuration, and bringing one back whatever has become of the store. */
import type { Config } from '../../../base/config/index.ts';
import { StoreError } from '../../store/errors.ts';
import type { Store } from '../../store/store.ts';
import type { Stores } from '../../store/stores.ts';
import { backupsOff } from '../errors.ts';
import { ephemeralEntries } from '../open-state.ts';
import { Backups, replaceContent } from './backups.ts';

/** Throws when backups are switched off. */
export function openBackups(config: Config, stores: Stores): Backups {
  const { enabled, compress, incremental, maxBackups, maxAgeSeconds } = config.state.backup;
  if (!enabled) throw backupsOff();
  return new Backups({ folder: stores.backupFolderOf(config), compress, incremental, maxBackups, maxAgeSeconds, now: () => new Date() });
}

export interface Restored {
  readonly entries: number;
  /** The backup of what was there before; undefined: that was damaged. */
  readonly replaced: string | undefined;
}

export async function restoreBackup(config: Config, stores: Stores, id: string): Promise<Restored> {
  const backups = openBackups(config, stores);
  const content = await backups.content(id);
  try {
    const store = await stores.open(config);
    const replaced = await backups.create(store, false);
    await store.transaction((tx) => replaceContent(tx, content));
    forgetEphemeral(store, config);
    return { entries: content.size, replaced: replaced.id };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const store = await stores.rebuild(config, (tx) => replaceContent(tx, content));
    forgetEphemeral(store, config);
    return { entries: content.size, replaced: undefined };
  }
}

const forgetEphemeral = (store: Store, { state }: Config): void => ephemeralEntries(store, state.cacheSizeBytes).clear();
