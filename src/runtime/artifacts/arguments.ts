/** What scripts give to `Artifact` functions, read; its types are checked against the description already. */
import { isUtf8 } from 'node:buffer';
import { exactBytes, type HostValue } from '../../common/values.ts';
import { numberIn, tableIn, textIn, textsIn } from '../sessions/arguments.ts';
import type { NewArtifact } from './artifact.ts';
import { unclearId, unreadableName } from './errors.ts';
import type { ArtifactQuery } from './query.ts';
import { readTime } from './times.ts';

/** Bytes that are no text would be changed on their way, and two names become one. */
export function artifactNameIn(value: HostValue): string {
  const bytes = value as Uint8Array;
  if (!isUtf8(bytes)) throw unreadableName();
  return Buffer.from(bytes).toString();
}

export function metadataIn(value: HostValue): Pick<NewArtifact, 'description' | 'mimeType' | 'tags' | 'custom'> {
  const table = tableIn(value);
  return { description: textIn(table['description']), mimeType: textIn(table['mime_type']), tags: textsIn(table['tags']), custom: exactBytes(table['custom']) };
}

/** How a script names an artifact. */
export type ArtifactName =
  | { readonly kind: 'number'; readonly sequence: number; readonly contentHash: string | undefined; readonly sessionId: string | undefined }
  | { readonly kind: 'name'; readonly name: string; readonly version: number | undefined; readonly sessionId: string | undefined };

export function nameIn(value: HostValue): ArtifactName {
  if (typeof value === 'string') return { kind: 'name', name: value, version: undefined, sessionId: undefined };
  const table = tableIn(value);
  const sessionId = textIn(table['session_id']);
  const sequence = numberIn(table['sequence']);
  if (sequence !== undefined) return { kind: 'number', sequence, contentHash: textIn(table['content_hash']), sessionId };
  const name = textIn(table['name']);
  if (name === undefined) throw unclearId();
  return { kind: 'name', name, version: numberIn(table['version']), sessionId };
}

export const words = (asked: ArtifactName): string => (asked.kind === 'number' ? `number ${asked.sequence}` : `"${asked.name}"${asked.version === undefined ? '' : `, version ${asked.version}`}`);

/** Without its session, which may be the current one. */
export function queryIn(value: HostValue): Omit<ArtifactQuery, 'sessionId'> {
  const table = tableIn(value);
  const time = (field: string): number | undefined => {
    const given = table[field];
    return given === undefined || given === null ? undefined : readTime(field, typeof given === 'string' ? given : Number(given));
  };
  return {
    type: textIn(table['type']),
    namePattern: textIn(table['name_pattern']),
    tags: textsIn(table['tags']),
    createdAfter: time('created_after'),
    createdBefore: time('created_before'),
    minSize: numberIn(table['min_size']),
    maxSize: numberIn(table['max_size']),
    limit: numberIn(table['limit']),
  };
}
