/** `[state]`, `[session]` and the original's `[runtime.state_persistence]`, `[runtime.sessions]` → StateConfig, SessionConfig. */
import { didYouMean } from '../../nearest.ts';
import { MEGABYTE, STATE_BACKENDS, defaultConfig, type SessionConfig, type StateBackend, type StateConfig } from '../config.ts';
import type { ConfigToml } from '../schema/index.ts';
import type { Report } from './report.ts';
import { bytesOr } from './units.ts';

/** Names of other stores on disk, and of the original's. */
const BACKEND_ALIASES: Readonly<Record<string, StateBackend>> = { memory: 'memory', lmdb: 'lmdb', sled: 'lmdb', sqlite: 'lmdb' };
const ABSENT_BACKENDS: ReadonlySet<string> = new Set(['redis', 'postgres']);
const HOUR_SECONDS = 3600;

export function resolveState(toml: ConfigToml, report: Report): StateConfig {
  const { state = {} } = toml;
  const { state_persistence: old = {} } = toml.runtime ?? {};
  const { backup = {} } = old;
  const standard = defaultConfig.state;
  return {
    backend: backend(toml, report),
    path: state.path,
    cacheSizeBytes: state.cache_size_mb === undefined ? standard.cacheSizeBytes : state.cache_size_mb * MEGABYTE,
    maxValueBytes: bytesOr(standard.maxValueBytes, old.max_state_size_bytes, ['runtime', 'state_persistence', 'max_state_size_bytes'], report),
    backup: {
      enabled: old.backup_enabled ?? standard.backup.enabled,
      folder: backup.backup_dir,
      compression: compression(backup, report),
      incremental: backup.incremental_enabled ?? standard.backup.incremental,
      maxBackups: backup.max_backups ?? standard.backup.maxBackups,
      maxAgeSeconds: backup.max_backup_age ?? standard.backup.maxAgeSeconds,
    },
  };
}

type BackupToml = NonNullable<NonNullable<NonNullable<ConfigToml['runtime']>['state_persistence']>['backup']>;

/** What is not offered is said, and gzip taken: a file of the original system still loads. */
function compression({ compression_enabled: enabled = true, compression_type: type, compression_level: level }: BackupToml, report: Report): StateConfig['backup']['compression'] {
  const standard = defaultConfig.state.backup.compression;
  const wanted = type?.toLowerCase() ?? standard.encoding;
  const path = ['runtime', 'state_persistence', 'backup', 'compression_type'];
  const encoding = wanted === 'none' ? 'plain' : wanted === 'gzip' || wanted === 'brotli' ? wanted : 'gzip';
  if (['zstd', 'lz4'].includes(wanted)) report('notice', path, `the compression "${type}" is not in this version: gzip is used`);
  else if (wanted !== 'none' && encoding !== wanted) report('warning', path, `unknown compression "${type}"${didYouMean(type!, COMPRESSIONS)}: gzip is used; there are ${COMPRESSIONS.join(', ')}`);
  return { encoding: enabled ? encoding : 'plain', level: level ?? standard.level };
}

const COMPRESSIONS = ['gzip', 'brotli', 'none'];

function backend({ state, runtime }: ConfigToml, report: Report): StateBackend {
  const old = runtime?.state_persistence;
  const [path, value] =
    state?.backend !== undefined ? [['state', 'backend'], state.backend]
    : old?.enabled === false ? [[], 'memory']
    : [['runtime', 'state_persistence', 'backend_type'], old?.backend_type];
  if (value === undefined) return defaultConfig.state.backend;
  const found = BACKEND_ALIASES[value.toLowerCase()];
  if (found !== undefined) return found;
  if (ABSENT_BACKENDS.has(value.toLowerCase())) report('error', path, `the backend "${value}" is not in this version: use one of ${STATE_BACKENDS.join(', ')}`);
  else report('error', path, `unknown backend "${value}"${didYouMean(value, Object.keys(BACKEND_ALIASES))}: use one of ${STATE_BACKENDS.join(', ')}`);
  return defaultConfig.state.backend;
}

export function resolveSession(toml: ConfigToml, report: Report): SessionConfig {
  const { session = {} } = toml;
  const { sessions: old = {} } = toml.runtime ?? {};
  const standard = defaultConfig.session;
  return {
    maxSessions: session.max_sessions ?? old.max_sessions ?? standard.maxSessions,
    timeoutSeconds: session.session_timeout_hours !== undefined ? session.session_timeout_hours * HOUR_SECONDS : (old.session_timeout_seconds ?? standard.timeoutSeconds),
    artifactPath: session.artifact_storage_path,
    maxArtifactsPerSession: old.max_artifacts_per_session ?? standard.maxArtifactsPerSession,
    maxArtifactBytes: bytesOr(standard.maxArtifactBytes, session.max_artifact_size, ['session', 'max_artifact_size'], report),
    compressAboveBytes: bytesOr(standard.compressAboveBytes, old.artifact_compression_threshold, ['runtime', 'sessions', 'artifact_compression_threshold'], report),
  };
}
