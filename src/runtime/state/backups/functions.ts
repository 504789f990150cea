/** The functions of `State` that have to do with backups. */
import type { HostValue } from '../../../common/values.ts';
import type { HostFunctions } from '../../functions.ts';
import type { HostCall } from '../../host.ts';
import type { Runtime } from '../../runtime.ts';
import { reaches } from '../access.ts';
import { tellBackup } from '../events.ts';
import { VALUES, scopeNameOfValueKey } from '../keys.ts';
import { ephemeralEntries, reacherOf } from '../open-state.ts';
import { scopeOfName } from '../scope.ts';
import { backupInfo } from './backup-info.ts';
import { walk } from './content.ts';
import { openBackups, restoreBackup } from './open-backups.ts';

type BackupFunctionName = Extract<keyof HostFunctions, `State.${string}_backup` | `State.${string}_backups` | 'State.get_storage_usage'>;

const backupsOf = ({ config, stores }: Runtime) => openBackups(config, stores);

async function usage(call: HostCall, runtime: Runtime): Promise<HostValue> {
  const { config, stores } = runtime;
  const store = await runtime.store();
  const reacher = reacherOf(call, runtime);
  const scopes: Record<string, number> = {};
  let total = 0;
  let entries = 0;
  for await (const [key, value] of walk(store)) {
    entries += 1;
    const bytes = Buffer.byteLength(key) + value.length;
    total += bytes;
    if (!key.startsWith(VALUES)) continue;
    const scope = scopeNameOfValueKey(key);
    if (reaches(scopeOfName(scope), reacher)) scopes[scope] = (scopes[scope] ?? 0) + bytes;
  }
  const ephemeral = ephemeralEntries(store, config.state.cacheSizeBytes);
  const backups = config.state.backup.enabled ? await openBackups(config, stores).list() : [];
  return {
    backend: store.name,
    entries,
    total_bytes: total,
    scopes,
    ephemeral_entries: ephemeral.count,
    ephemeral_bytes: ephemeral.bytes,
    backup_count: backups.length,
    backup_bytes: backups.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
  };
}

export const backupFunctions: Pick<HostFunctions, BackupFunctionName> = {
  'State.create_backup': async (call, runtime) => {
    const backup = await backupsOf(runtime).create(await runtime.store(), call.args[0] === true);
    tellBackup(call, runtime, 'state.backup.created', backup.id, backup.entries);
    return [backupInfo(backup)];
  },
  'State.list_backups': async (_call, runtime) => [(await backupsOf(runtime).list()).map(backupInfo)],
  'State.restore_backup': async (call, runtime) => {
    const id = call.args[0] as string;
    const { entries, replaced, lostContents } = await restoreBackup(runtime.config, runtime.stores, id);
    tellBackup(call, runtime, 'state.backup.restored', id, entries);
    return [{ id, entries, replaced, lost_contents: lostContents }];
  },
  'State.validate_backup': async (call, runtime) => {
    const { errors, entries } = await backupsOf(runtime).validate(call.args[0] as string);
    return [{ valid: errors.length === 0, errors, entries }];
  },
  'State.cleanup_backups': async (call, runtime) => {
    const dryRun = call.args[0] === true;
    const { removed, kept, freedBytes } = await backupsOf(runtime).cleanUp(dryRun);
    return [{ removed, kept, freed_bytes: freedBytes, dry_run: dryRun }];
  },
  'State.get_storage_usage': async (call, runtime) => [await usage(call, runtime)],
};
