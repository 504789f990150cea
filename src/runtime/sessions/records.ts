/**
 * Sessions in the store. `session/record/<id>` is one session as JSON; `session/open/<id>` is there while it is active or suspended, so that
 * these are counted without reading all that ever were.
 */
import type { EntryRange, StoreEntry, StoreTransaction } from '../store/store.ts';
import { invalidSessionId, sessionNotFound } from './errors.ts';
import { isOpen } from './life-cycle.ts';
import { isSessionId } from './session-id.ts';
import type { Session } from './session.ts';

const RECORDS = 'session/record/';
const OPEN = 'session/open/';
const PRESENT = new Uint8Array();

export const recordKey = (id: string): string => RECORDS + id;

/** All sessions, the newest first. */
export const newestSessions = (after: string | undefined, limit: number): EntryRange => ({ prefix: RECORDS, reverse: true, after, limit });
export const openSessions: EntryRange = { prefix: OPEN };
export const idOfOpen = (key: string): string => key.slice(OPEN.length);

interface StoredSession extends Omit<Session, 'metadata'> {
  /** Base64. */
  readonly metadata?: string;
}

export function decodeSession(bytes: Uint8Array): Session {
  const { metadata, ...stored } = JSON.parse(Buffer.from(bytes).toString()) as StoredSession;
  return { ...stored, ...(metadata !== undefined && { metadata: new Uint8Array(Buffer.from(metadata, 'base64')) }) };
}

function encodeSession({ metadata, ...session }: Session): Uint8Array {
  const stored: StoredSession = { ...session, ...(metadata !== undefined && { metadata: Buffer.from(metadata).toString('base64') }) };
  return Buffer.from(JSON.stringify(stored));
}

export const sessionOfEntry = ({ value }: StoreEntry): Session => decodeSession(value);

/** Throws when the text is no id. */
export function checkSessionId(id: string): string {
  if (!isSessionId(id)) throw invalidSessionId(id);
  return id;
}

/** Throws when there is none. */
export function readSession(tx: StoreTransaction, id: string): Session {
  const bytes = tx.get(recordKey(checkSessionId(id)));
  if (bytes === undefined) throw sessionNotFound(id);
  return decodeSession(bytes);
}

export function writeSession(tx: StoreTransaction, session: Session): void {
  tx.put(recordKey(session.id), encodeSession(session));
  const open = OPEN + session.id;
  if (isOpen(session.status)) tx.put(open, PRESENT);
  else tx.remove(open);
}

export function removeSession(tx: StoreTransaction, id: string): void {
  tx.remove(recordKey(id));
  tx.remove(OPEN + id);
}
