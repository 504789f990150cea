/**
 * Artifacts in the store. `artifact/record/<session>/<number>` is one artifact as JSON, in the order of storing; `artifact/version/<session>/
 * <SHA-256 of the name>/<version>` leads from a name (of any length) to the numbers of its versions.
 */
import { createHash } from 'node:crypto';
import type { EntryRange, StoreEntry, StoreTransaction } from '../store/store.ts';
import type { Artifact } from './artifact.ts';

const RECORDS = 'artifact/record/';
/** So that numbers sort as numbers. */
const DIGITS = 10;
const digits = (value: number): string => String(value).padStart(DIGITS, '0');

const versions = (sessionId: string): string => `artifact/version/${sessionId}/`;
const versionsOf = (sessionId: string, name: string): string => `${versions(sessionId)}${createHash('sha256').update(name).digest('hex')}/`;

export const recordKey = (sessionId: string, sequence: number): string => `${RECORDS}${sessionId}/${digits(sequence)}`;
export const versionKey = (sessionId: string, name: string, version: number): string => versionsOf(sessionId, name) + digits(version);

/** Oldest first. */
export const artifactsOf = (sessionId: string): EntryRange => ({ prefix: `${RECORDS}${sessionId}/` });
/** Newest sessions first, in each the newest artifact first. */
export const newestArtifacts = (sessionId: string | undefined, after: string | undefined, limit: number): EntryRange => ({
  prefix: sessionId === undefined ? RECORDS : artifactsOf(sessionId).prefix,
  reverse: true,
  after,
  limit,
});
/** The newest version of a name. */
export const newestVersion = (sessionId: string, name: string): EntryRange => ({ prefix: versionsOf(sessionId, name), reverse: true, limit: 1 });

/** Read from the entry of a version. */
export const sequenceOf = (bytes: Uint8Array): number => Number(Buffer.from(bytes).toString());

interface StoredArtifact extends Omit<Artifact, 'custom'> {
  /** Base64. */
  readonly custom?: string;
}

export function decodeArtifact(bytes: Uint8Array): Artifact {
  const { custom, ...stored } = JSON.parse(Buffer.from(bytes).toString()) as StoredArtifact;
  return { ...stored, ...(custom !== undefined && { custom: new Uint8Array(Buffer.from(custom, 'base64')) }) };
}

export const artifactOfEntry = ({ value }: StoreEntry): Artifact => decodeArtifact(value);

function encodeArtifact({ custom, ...artifact }: Artifact): Uint8Array {
  const stored: StoredArtifact = { ...artifact, ...(custom !== undefined && { custom: Buffer.from(custom).toString('base64') }) };
  return Buffer.from(JSON.stringify(stored));
}

export function writeArtifact(tx: StoreTransaction, artifact: Artifact): void {
  const { sessionId, name, version, sequence } = artifact;
  tx.put(recordKey(sessionId, sequence), encodeArtifact(artifact));
  tx.put(versionKey(sessionId, name, version), Buffer.from(String(sequence)));
}

export function removeArtifact(tx: StoreTransaction, { sessionId, name, version, sequence }: Artifact): void {
  tx.remove(recordKey(sessionId, sequence));
  tx.remove(versionKey(sessionId, name, version));
}
