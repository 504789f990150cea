/** The records of a backup as bytes, and back: piece by piece, so that a store of any size passes through little memory. */
import { backupDamaged } from '../errors.ts';

/** A key and what it has; undefined: it is gone. A backup has its records in the order of their keys. */
export type BackupRecord = readonly [key: string, value: Uint8Array | undefined];

/** In place of a length. */
const REMOVED = 0xffffffff;
/** Records are handed on together from this many bytes. */
const CHUNK_BYTES = 64 * 1024;

export async function* encodeRecords(records: AsyncIterable<BackupRecord>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const [key, value] of records) {
    const name = Buffer.from(key);
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32BE(name.length, 0);
    lengths.writeUInt32BE(value?.length ?? REMOVED, 4);
    parts.push(lengths, name, ...(value === undefined ? [] : [value]));
    bytes += lengths.length + name.length + (value?.length ?? 0);
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(parts);
    [parts, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(parts);
}

/** As many at a time as have come. Throws when the last one is not whole; `id` is the backup's. */
export async function* decodeRecords(id: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly BackupRecord[]> {
  let pending: Buffer[] = [];
  let bytes = 0;
  let wanted = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    bytes += chunk.length;
    // A long record comes in many chunks: they are joined once.
    if (bytes < wanted) continue;
    const { records, rest, next } = recordsIn(Buffer.concat(pending));
    if (records.length > 0) yield records;
    [pending, bytes, wanted] = [[rest], rest.length, next];
  }
  if (bytes > 0) throw backupDamaged(id, 'its content ends too early');
}

/** The whole records at the beginning, what is left, and how many bytes the next record needs. */
function recordsIn(body: Buffer): { records: BackupRecord[]; rest: Buffer; next: number } {
  const records: BackupRecord[] = [];
  let at = 0;
  for (;;) {
    const rest = body.subarray(at);
    if (rest.length < 8) return { records, rest, next: 8 };
    const keyEnd = 8 + rest.readUInt32BE(0);
    const length = rest.readUInt32BE(4);
    const end = keyEnd + (length === REMOVED ? 0 : length);
    if (rest.length < end) return { records, rest, next: end };
    records.push([rest.toString('utf8', 8, keyEnd), length === REMOVED ? undefined : rest.subarray(keyEnd, end)]);
    at += end;
  }
}
