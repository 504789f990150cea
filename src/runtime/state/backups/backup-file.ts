/**
 * A backup as a file: a line of JSON that says what it is, then its records, compressed or not. It is written under another name, forced to the disk
 * and only then named: a backup that is listed is whole. The digest of the records shows whether it still is.
 */
import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { constants, createBrotliCompress, createBrotliDecompress, createGunzip, createGzip } from 'node:zlib';
import { backupDamaged } from '../errors.ts';
import { decodeRecords, encodeRecords, type BackupRecord } from './records.ts';

export interface BackupFacts {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** The backup whose content the records change; undefined: they are everything. */
  readonly base: string | undefined;
  /** Names the store it was made of, as `storeMark` does. */
  readonly store: string;
}

export type BackupEncoding = 'plain' | 'gzip' | 'brotli';

interface Header {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly id: string;
  readonly created_at: string;
  readonly base: string | null;
  readonly store: string;
  readonly entries: number;
  readonly bytes: number;
  readonly encoding: BackupEncoding;
  readonly sha256: string;
}

export interface StoredBackup extends BackupFacts {
  /** What is there when it is restored. */
  readonly entries: number;
  /** Of the records. */
  readonly bytes: number;
  readonly fileBytes: number;
}

const FORMAT = 'llmspell-backup';
const VERSION = 1;
const ENDING = '.backup';
/** The header is known when the records are written, and stands before them: room is left for it. */
const HEADER_BYTES = 512;

export const fileName = (id: string): string => id + ENDING;
/** What a kernel left that was killed while it wrote one. */
export const isUnfinished = (name: string): boolean => name.startsWith('.') && isBackupId(name.slice(1, name.lastIndexOf('.')));
export const idOfFile = (name: string): string | undefined => (name.endsWith(ENDING) && !name.startsWith('.') ? name.slice(0, -ENDING.length) : undefined);

/** Sorts by the time it was made; two of one millisecond differ. */
export const newBackupId = (now: Date): string => `${now.toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`;
export const isBackupId = (text: string): boolean => /^\d{8}T\d{9}Z-[0-9a-f]{6}$/.test(text);

/** Of a store's name; names may be long. */
export const storeMark = (storeName: string): string => createHash('sha256').update(storeName).digest('hex').slice(0, 32);

export interface BackupSource {
  readonly records: AsyncIterable<BackupRecord>;
  /** Asked when the records have been read. */
  readonly entries: () => number;
}

export interface Compression {
  readonly encoding: BackupEncoding;
  readonly level: number;
}

export async function writeBackup(folder: string, facts: BackupFacts, source: BackupSource, compression: Compression): Promise<StoredBackup> {
  const unfinished = join(folder, `.${facts.id}.${randomBytes(4).toString('hex')}`);
  try {
    const file = await open(unfinished, 'wx', 0o600);
    let stored: StoredBackup;
    try {
      stored = await writeContent(file, facts, source, compression);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, fileName(facts.id)));
    await syncFolder(folder);
    return stored;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeContent(file: FileHandle, facts: BackupFacts, { records, entries }: BackupSource, { encoding, level }: Compression): Promise<StoredBackup> {
  const digest = createHash('sha256');
  let bytes = 0;
  async function* body(): AsyncGenerator<Buffer> {
    for await (const chunk of encodeRecords(records)) {
      digest.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  async function write(chunks: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of chunks) await file.writeFile(chunk);
  }
  await file.writeFile(line({}));
  if (encoding === 'plain') await finished(body, write);
  else await finished(body, encoding === 'gzip' ? createGzip({ level: Math.min(level, 9) }) : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: Math.min(level, 11) } }), write);
  const fileBytes = (await file.stat()).size;
  const { id, createdAt, base, store } = facts;
  const header: Header = { format: FORMAT, version: VERSION, id, created_at: createdAt, base: base ?? null, store, entries: entries(), bytes, encoding, sha256: digest.digest('hex') };
  await file.write(line(header), 0, HEADER_BYTES, 0);
  return { ...facts, entries: header.entries, bytes, fileBytes };
}

const line = (header: Partial<Header>): Buffer => Buffer.from(`${JSON.stringify(header).padEnd(HEADER_BYTES - 1)}\n`);

/** The name is on the disk too. Not every system can; there the name may be lost with the power, the content of others never. */
export async function syncFolder(folder: string): Promise<void> {
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
    const { created_at: createdAt, base, store, entries, bytes } = await readHeader(file, id);
    return { id, createdAt, base: base ?? undefined, store, entries, bytes, fileBytes: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

/** Its records, page by page. Throws at the end when they are not what was written: what came before must not be used then. */
export async function* readRecords(folder: string, id: string): AsyncGenerator<readonly BackupRecord[]> {
  const file = await open(join(folder, fileName(id)), 'r');
  try {
    const header = await readHeader(file, id);
    const source = file.createReadStream({ start: HEADER_BYTES, autoClose: false });
    const body = header.encoding === 'plain' ? source : pipeline(source, header.encoding === 'gzip' ? createGunzip() : createBrotliDecompress(), () => undefined);
    const digest = createHash('sha256');
    let bytes = 0;
    async function* checked(): AsyncGenerator<Buffer> {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        digest.update(chunk);
        bytes += chunk.length;
        if (bytes > header.bytes) throw backupDamaged(id, 'its content is not what was written');
        yield chunk;
      }
      if (bytes !== header.bytes || digest.digest('hex') !== header.sha256) throw backupDamaged(id, 'its content is not what was written');
    }
    yield* decodeRecords(id, checked());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code?.startsWith('Z_') || code?.startsWith('ERR_BROTLI') || code?.startsWith('ERR__ERROR_') ? backupDamaged(id, 'its content cannot be decompressed', error) : error;
  } finally {
    await file.close();
  }
}

async function readHeader(file: FileHandle, id: string): Promise<Header> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
  let header: Header;
  try {
    header = JSON.parse(buffer.toString('utf8', 0, bytesRead).split('\n', 1)[0]!) as Header;
  } catch (error) {
    throw backupDamaged(id, 'its first line is not what was written', error);
  }
  if (header.format !== FORMAT || header.id !== id) throw backupDamaged(id, 'its first line is not what was written');
  if (header.version !== VERSION) throw backupDamaged(id, `it has version ${header.version} of the format, this kernel reads ${VERSION}`);
  return header;
}
