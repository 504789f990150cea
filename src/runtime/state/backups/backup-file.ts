/**
 * A backup as a file: one line of JSON that says what it is, then its records, compressed or not. It is written under another name, forced to the disk
 * and only then named: a backup that is listed is whole. The digest of the records shows whether it still is.
 */
import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { backupDamaged } from '../errors.ts';

export interface BackupFacts {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** The backup whose content the records change; undefined: they are everything. */
  readonly base: string | undefined;
  /** What is there when it is restored. */
  readonly entries: number;
}

/** A key and what it has; undefined: it is gone. */
export type BackupRecord = readonly [key: string, value: Uint8Array | undefined];

interface Header {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly id: string;
  readonly created_at: string;
  readonly base: string | null;
  readonly entries: number;
  readonly bytes: number;
  readonly encoding: 'gzip' | 'plain';
  readonly sha256: string;
}

export interface StoredBackup extends BackupFacts {
  /** Of the records. */
  readonly bytes: number;
  readonly fileBytes: number;
}

const FORMAT = 'llmspell-backup';
const VERSION = 1;
const ENDING = '.backup';
/** More than a header ever has. */
const HEADER_BYTES = 4096;
const REMOVED = 0xffffffff;

export const fileName = (id: string): string => id + ENDING;
/** What a kernel left that was killed while it wrote one. */
export const isUnfinished = (name: string): boolean => name.startsWith('.') && isBackupId(name.slice(1, name.lastIndexOf('.')));
export const idOfFile = (name: string): string | undefined => (name.endsWith(ENDING) && !name.startsWith('.') ? name.slice(0, -ENDING.length) : undefined);

/** Sorts by the time it was made; two of one millisecond differ. */
export const newBackupId = (now: Date): string => `${now.toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`;
export const isBackupId = (text: string): boolean => /^\d{8}T\d{9}Z-[0-9a-f]{6}$/.test(text);

export async function writeBackup(folder: string, facts: BackupFacts, records: Iterable<BackupRecord>, compress: boolean): Promise<StoredBackup> {
  const body = encodeRecords(records);
  const header: Header = {
    format: FORMAT,
    version: VERSION,
    id: facts.id,
    created_at: facts.createdAt,
    base: facts.base ?? null,
    entries: facts.entries,
    bytes: body.length,
    encoding: compress ? 'gzip' : 'plain',
    sha256: digest(body),
  };
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), compress ? await promisify(gzip)(body) : body]);
  const unfinished = join(folder, `.${facts.id}.${randomBytes(4).toString('hex')}`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, fileName(facts.id)));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncFolder(folder);
  return { ...facts, bytes: body.length, fileBytes: content.length };
}

/** The name is on the disk too. Not every system can; there the name may be lost with the power, the content of others never. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows cannot open folders.
  }
}

/** What its first line says. Throws when it cannot be read. */
export async function readFacts(folder: string, id: string): Promise<StoredBackup> {
  const file = await open(join(folder, fileName(id)), 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const { header } = parseHeader(id, buffer.subarray(0, bytesRead));
    return { id, createdAt: header.created_at, base: header.base ?? undefined, entries: header.entries, bytes: header.bytes, fileBytes: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

/** All of it, checked to the last byte. */
export async function readBackup(folder: string, id: string): Promise<{ readonly facts: BackupFacts; readonly records: readonly BackupRecord[] }> {
  const file = await open(join(folder, fileName(id)), 'r');
  const content = await file.readFile().finally(() => file.close());
  const { header, end } = parseHeader(id, content);
  const stored = content.subarray(end);
  let body: Buffer;
  try {
    body = header.encoding === 'gzip' ? await promisify(gunzip)(stored) : stored;
  } catch (error) {
    throw backupDamaged(id, 'its content cannot be decompressed', error);
  }
  if (body.length !== header.bytes || digest(body) !== header.sha256) throw backupDamaged(id, 'its content is not what was written');
  return { facts: { id, createdAt: header.created_at, base: header.base ?? undefined, entries: header.entries }, records: decodeRecords(id, body) };
}

function parseHeader(id: string, content: Buffer): { header: Header; end: number } {
  const end = content.indexOf(0x0a) + 1;
  let header: Header;
  try {
    header = JSON.parse(content.subarray(0, end).toString()) as Header;
  } catch (error) {
    throw backupDamaged(id, 'its first line is not what was written', error);
  }
  if (header.format !== FORMAT || header.id !== id) throw backupDamaged(id, 'its first line is not what was written');
  if (header.version !== VERSION) throw backupDamaged(id, `it has version ${header.version} of the format, this kernel reads ${VERSION}`);
  return { header, end };
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function encodeRecords(records: Iterable<BackupRecord>): Buffer {
  const parts: Uint8Array[] = [];
  for (const [key, value] of records) {
    const name = Buffer.from(key);
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32BE(name.length, 0);
    lengths.writeUInt32BE(value?.length ?? REMOVED, 4);
    parts.push(lengths, name, ...(value === undefined ? [] : [value]));
  }
  return Buffer.concat(parts);
}

function decodeRecords(id: string, body: Buffer): BackupRecord[] {
  const records: BackupRecord[] = [];
  let at = 0;
  const take = (count: number): Buffer => {
    if (at + count > body.length) throw backupDamaged(id, 'its content ends too early');
    at += count;
    return body.subarray(at - count, at);
  };
  while (at < body.length) {
    const lengths = take(8);
    const key = take(lengths.readUInt32BE(0)).toString();
    const length = lengths.readUInt32BE(4);
    records.push([key, length === REMOVED ? undefined : take(length)]);
  }
  return records;
}
