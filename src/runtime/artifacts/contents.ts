/**
 * The bytes of artifacts, each content once. `artifact/content/<SHA-256>` says how a content is kept and how many artifacts use it; its bytes
 * are in the store (`artifact/bytes/<SHA-256>`) or, large ones, in a file. What no artifact uses any more is removed.
 */
import { createHash } from 'node:crypto';
import type { Store, StoreTransaction } from '../store/store.ts';
import { isContentName, type ContentFiles } from './content-files.ts';
import { decodeContent, encodeContent, type EncodedContent, type Encoding } from './encoding.ts';
import { contentDamaged, contentLost } from './errors.ts';

export interface ContentRecord {
  /** Artifacts that use it; above 0. */
  readonly uses: number;
  readonly size: number;
  readonly storedSize: number;
  readonly encoding: Encoding;
  /** Name of the file; absent: the bytes are in the store. */
  readonly file?: string;
}

/** A content that a transaction can take in. */
export interface PreparedContent {
  readonly hash: string;
  readonly size: number;
  /** Absent while the store has the content already. */
  readonly kept?: EncodedContent & { readonly file?: string };
}

/** The content was there when it was prepared, and has been removed since: prepare it again. */
export const GONE = Symbol('gone');

/** Bytes that a content may take in the store itself. */
export const LARGEST_IN_STORE = 32 * 1024;

/** All records of contents. */
export const CONTENTS = 'artifact/content/';
const contentKey = (hash: string): string => CONTENTS + hash;
const bytesKey = (hash: string): string => `artifact/bytes/${hash}`;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export class Contents {
  constructor(
    private readonly store: Store,
    /** Absent for a store that forgets with the process: files would outlive it. */
    private readonly files: ContentFiles | undefined,
    private readonly compressionThreshold: number,
  ) {}

  async prepare(content: Uint8Array): Promise<PreparedContent> {
    const known = { hash: sha256(content), size: content.length };
    if ((await this.store.get(contentKey(known.hash))) !== undefined) return known;
    const encoded = await encodeContent(content, this.compressionThreshold);
    if (this.files === undefined || encoded.bytes.length <= LARGEST_IN_STORE) return { ...known, kept: encoded };
    return { ...known, kept: { ...encoded, file: await this.files.write(known.hash, encoded.bytes) } };
  }

  /** One artifact more uses it. */
  take(tx: StoreTransaction, { hash, size, kept }: PreparedContent): ContentRecord | typeof GONE {
    const existing = readContent(tx, hash);
    // A file may have waited for this transaction so long that the sweep took it for forgotten.
    if (existing === undefined && (kept === undefined || (kept.file !== undefined && !this.files!.has(kept.file)))) return GONE;
    const record: ContentRecord =
      existing !== undefined
        ? { ...existing, uses: existing.uses + 1 }
        : { uses: 1, size, storedSize: kept!.bytes.length, encoding: kept!.encoding, ...(kept!.file !== undefined && { file: kept!.file }) };
    if (existing === undefined && kept!.file === undefined) tx.put(bytesKey(hash), kept!.bytes);
    writeContent(tx, hash, record);
    return record;
  }

  /** After the transaction: the file is removed unless the record names it, as when another kernel stored the same content first. */
  async settle({ kept }: PreparedContent, record?: ContentRecord): Promise<void> {
    if (kept?.file !== undefined && record?.file !== kept.file) await this.files!.remove(kept.file);
  }

  /** One artifact less uses it. Answers the file to remove after the transaction. */
  release(tx: StoreTransaction, hash: string): string | undefined {
    const record = readContent(tx, hash);
    if (record === undefined) return undefined;
    if (record.uses > 1) {
      writeContent(tx, hash, { ...record, uses: record.uses - 1 });
      return undefined;
    }
    tx.remove(contentKey(hash));
    tx.remove(bytesKey(hash));
    return record.file;
  }

  /** A file that cannot be removed now is found by the sweep. */
  async removeFiles(names: readonly string[]): Promise<void> {
    await Promise.allSettled(names.map((name) => this.files!.remove(name)));
  }

  /** The whole content, proven by its hash; undefined when there is none. */
  async read(hash: string): Promise<Uint8Array | undefined> {
    const record = await this.record(hash);
    if (record === undefined) return undefined;
    // A record that somebody has changed, in a backup for instance, might name any file.
    if (record.file !== undefined && !isContentName(record.file)) throw contentDamaged(hash, this.store.name);
    const bytes = record.file === undefined ? await this.store.get(bytesKey(hash)) : await this.readFile(hash, record.file);
    if (bytes === undefined) {
      // Removed, and perhaps stored anew, between the two reads; otherwise it is really missing.
      if (sameRecord(await this.record(hash), record)) throw contentDamaged(hash, this.store.name);
      return this.read(hash);
    }
    const where = record.file === undefined ? this.store.name : this.files!.path(record.file);
    const content = await decodeContent({ encoding: record.encoding, bytes }, record.size).catch(() => undefined);
    if (content === undefined || sha256(content) !== hash) throw contentDamaged(hash, where);
    return content;
  }

  private async record(hash: string): Promise<ContentRecord | undefined> {
    const bytes = await this.store.get(contentKey(hash));
    return bytes && decodeRecord(bytes);
  }

  /** undefined when the record has gone on to name another file, or none. */
  private async readFile(hash: string, file: string): Promise<Uint8Array | undefined> {
    try {
      return await this.files!.read(file);
    } catch (error) {
      if ((await this.record(hash))?.file !== file) return undefined;
      throw contentLost(hash, this.files!.path(file), error);
    }
  }
}

const sameRecord = (a: ContentRecord | undefined, b: ContentRecord): boolean => a !== undefined && a.file === b.file && a.encoding === b.encoding;

export function readContent(tx: StoreTransaction, hash: string): ContentRecord | undefined {
  const bytes = tx.get(contentKey(hash));
  return bytes && decodeRecord(bytes);
}

/** A content that has a file. */
export type NamedContent = Pick<ContentRecord, 'size' | 'storedSize' | 'encoding'> & { readonly hash: string; readonly file: string };

/**
 * What an entry of the store says of a content; undefined when it is none, or has no file, or a name that no file of a content has: a backup that somebody
 * has changed shall not say where files are written.
 */
export function namedContent(key: string, value: Uint8Array): NamedContent | undefined {
  if (!key.startsWith(CONTENTS)) return undefined;
  const { size, storedSize, encoding, file } = decodeRecord(value);
  return file === undefined || !isContentName(file) ? undefined : { hash: key.slice(CONTENTS.length), size, storedSize, encoding, file };
}

/** The entries of a content in a store that has no files. */
export function entriesWithoutFile(key: string, value: Uint8Array, bytes: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  const { file: _file, ...record } = decodeRecord(value);
  return [
    [key, Buffer.from(JSON.stringify(record))],
    [bytesKey(key.slice(CONTENTS.length)), bytes],
  ];
}

const decodeRecord = (bytes: Uint8Array): ContentRecord => JSON.parse(Buffer.from(bytes).toString()) as ContentRecord;

const writeContent = (tx: StoreTransaction, hash: string, record: ContentRecord): void => tx.put(contentKey(hash), Buffer.from(JSON.stringify(record)));
