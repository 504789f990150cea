/** What can go wrong with artifacts, in words for whoever wrote the script. */
import { RuntimeError } from '../errors.ts';
import { ARTIFACT_TYPES } from './artifact.ts';

export const emptyType = (): RuntimeError =>
  new RuntimeError('invalid_argument', `Artifact type cannot be empty: use ${ARTIFACT_TYPES.join(', ')}, or a word of your own`);

export const emptyName = (): RuntimeError => new RuntimeError('invalid_argument', 'Artifact name cannot be empty: it is what the artifact is found by');

export const unreadableName = (): RuntimeError => new RuntimeError('invalid_argument', 'the name of the artifact is not text in UTF-8: give it another name, the content may be any bytes');

/** `what` says which one was asked for: `"report.md"`, `number 3`. */
export const artifactNotFound = (what: string, sessionId: string): RuntimeError =>
  new RuntimeError('artifact_not_found', `Artifact not found: ${what} in session ${sessionId}; Artifact.list(session_id) answers what is there`);

export const unclearId = (): RuntimeError =>
  new RuntimeError('invalid_argument', 'this table names no artifact: give what Artifact.store answered (content_hash, session_id, sequence), or { name = …, version = … }');

export const otherSession = (sessionId: string, idSession: string): RuntimeError =>
  new RuntimeError('invalid_argument', `the artifact is of session ${idSession}, not of ${sessionId}: give its own session`);

export const tooManyArtifacts = (sessionId: string, limit: number, configFile: string): RuntimeError =>
  new RuntimeError(
    'artifact_limit',
    `session ${sessionId} has ${limit} artifacts, the most that max_artifacts_per_session under [runtime.sessions] in ${configFile} allows: delete some, or raise it`,
  );

export const tooLarge = (name: string, size: number, limit: number, configFile: string): RuntimeError =>
  new RuntimeError('artifact_limit', `artifact "${name}" has ${size} bytes, the most that max_artifact_size under [session] in ${configFile} allows is ${limit}: store less, or raise it`);

export const contentLost = (hash: string, file: string, cause: unknown): RuntimeError =>
  new RuntimeError('artifact_damaged', `the content of the artifact (SHA-256 ${hash}) cannot be read from ${file}: put the file back from a copy, look whether artifact_storage_path in [session] was changed, or delete the artifact`, { cause });

export const contentDamaged = (hash: string, where: string): RuntimeError =>
  new RuntimeError('artifact_damaged', `the content of the artifact in ${where} is damaged: its SHA-256 is not ${hash} any more. Put it back from a copy, or delete the artifact`);

export const badTime = (field: string, value: string): RuntimeError =>
  new RuntimeError('invalid_argument', `bad field '${field}' of the query: "${value}" is no time; write "2026-01-31", "2026-01-31T12:00:00Z", or seconds as os.time() answers them`);
