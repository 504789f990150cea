/** `[state]`, `[session]`: what is kept between runs. */
import { bytes, count, flag, key, seconds, table, text } from './key.ts';
import { z } from 'zod';

const later = { effect: false } as const;

export const state = table('What scripts keep with `State`.', {
  backend: key(text, '`lmdb` (on disk, also under the name `sled`) or `memory` (gone with the kernel).', { default: 'lmdb' }),
  path: key(text, 'Folder of the store; not set: `state` in our home folder.'),
  cache_size_mb: key(count, 'Memory for entries that are never written, in MiB.', { default: 100 }),
});

export const session = table('Sessions of `Session` and artifacts of `Artifact`.', {
  max_sessions: key(count, 'Sessions that are active or suspended at one time; 0: any number.', { default: 100 }),
  session_timeout_hours: key(z.number().min(0), 'Hours without use after which an active session fails; 0: never.', { default: 24 }),
  artifact_storage_path: key(text, 'Folder of large artifacts; not set: `artifacts` in the folder of the state.'),
  max_artifact_size: key(bytes, 'Largest artifact; 0: any size.', { default: 104_857_600 }),
});

/** `[runtime.state_persistence]`. */
export const statePersistence = table('State, by the names of the original system.', {
  enabled: key(flag, 'false: nothing outlives the kernel, as with `state.backend = "memory"`.', { default: true }),
  backend_type: key(text, 'Other name of `state.backend`; `sqlite` is taken for `lmdb`.', { aliasOf: 'state.backend' }),
  migration_enabled: key(flag, 'Migrate stored values.', { ...later, default: false }),
  backup_on_migration: key(flag, 'Back up before a migration.', { ...later, default: true }),
  backup_enabled: key(flag, 'Offer backups to scripts.', { default: true }),
  schema_directory: key(text, 'Folder of schemas.', later),
  max_state_size_bytes: key(bytes, 'Largest value of one key.', { default: 10_000_000 }),
  backup: table('Backups of the state.', {
    backup_dir: key(text, 'Folder of the backups; not set: `backups` in our home folder.'),
    compression_enabled: key(flag, 'Compress backups.', { default: true }),
    compression_type: key(text, 'How backups are compressed: `gzip`, `brotli` or `none`. For `zstd` and `lz4`, which this version does not have, `gzip` is used.', { default: 'gzip' }),
    compression_level: key(count, 'How hard it is tried: up to 9 for gzip, up to 11 for brotli.', { default: 6 }),
    incremental_enabled: key(flag, 'Allow backups of changes only.', { default: true }),
    max_backups: key(count, 'Backups that are kept: a new one removes the oldest beyond that, but for what others are built on.', { default: 10 }),
    max_backup_age: key(seconds, 'Age in seconds beyond which a new backup, or clean-up, removes an old one.', { default: 2_592_000 }),
  }),
});

/** `[runtime.sessions]`. */
export const runtimeSessions = table('Sessions, by the names of the original system.', {
  enabled: key(flag, 'Sessions are always there.', later),
  max_sessions: key(count, 'Other name of `session.max_sessions`.', { aliasOf: 'session.max_sessions' }),
  max_artifacts_per_session: key(count, 'Artifacts of one session; 0: any number.', { default: 1000 }),
  artifact_compression_threshold: key(bytes, 'Larger artifacts are compressed, where that makes them smaller.', { default: 10_240 }),
  session_timeout_seconds: key(seconds, 'The time of `session.session_timeout_hours`, in seconds.', { aliasOf: 'session.session_timeout_hours' }),
  storage_backend: key(text, 'Where sessions are kept; they lie beside the state.', { ...later, instead: 'state.backend' }),
});
