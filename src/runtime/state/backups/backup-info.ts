/** What scripts and users are told of a backup. */
import type { StoredBackup } from './backup-file.ts';

export const backupInfo = ({ id, createdAt, base, entries, bytes, fileBytes }: StoredBackup): Record<string, string | number> => ({
  id,
  created_at: createdAt,
  kind: base === undefined ? 'full' : 'incremental',
  ...(base !== undefined && { base }),
  entries,
  bytes,
  file_bytes: fileBytes,
});
