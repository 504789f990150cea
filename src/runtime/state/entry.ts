/**
 * An entry as it lies in the store: one byte of flags, the version (8 bytes), the time it expires (8 bytes, where it does), the value. Values over a
 * kibibyte are compressed when that makes them smaller; large ones off the main thread.
 */
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';

export interface Entry {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  readonly payload: Payload;
}

/** The bytes of an exact value, compressed or not. */
export interface Payload {
  readonly bytes: Uint8Array;
  readonly compressed: boolean;
}

const COMPRESSED = 1;
const EXPIRES = 2;
const HEAD = 9;

export const COMPRESS_ABOVE_BYTES = 1024;
/** Compressing less takes less time than handing it to a thread. */
const THREAD_ABOVE_BYTES = 64 * 1024;
/** Values are written often and small: speed counts more than the last byte. */
const OPTIONS = { level: 1 };

export async function pack(value: Uint8Array): Promise<Payload> {
  if (value.length <= COMPRESS_ABOVE_BYTES) return { bytes: value, compressed: false };
  const smaller = value.length > THREAD_ABOVE_BYTES ? await promisify(deflateRaw)(value, OPTIONS) : deflateRawSync(value, OPTIONS);
  return smaller.length < value.length ? { bytes: smaller, compressed: true } : { bytes: value, compressed: false };
}

/** Throws when the bytes are damaged. */
export async function unpack({ bytes, compressed }: Payload): Promise<Uint8Array> {
  if (!compressed) return bytes;
  return bytes.length > THREAD_ABOVE_BYTES ? promisify(inflateRaw)(bytes) : inflateRawSync(bytes);
}

/** The same at once, for a transaction. */
export const unpackSync = ({ bytes, compressed }: Payload): Uint8Array => (compressed ? inflateRawSync(bytes) : bytes);

export function encodeEntry({ version, expiresAt, payload }: Entry): Uint8Array {
  const head = expiresAt === undefined ? HEAD : HEAD + 8;
  const bytes = Buffer.allocUnsafe(head + payload.bytes.length);
  bytes[0] = (payload.compressed ? COMPRESSED : 0) | (expiresAt === undefined ? 0 : EXPIRES);
  bytes.writeBigUInt64BE(BigInt(version), 1);
  if (expiresAt !== undefined) bytes.writeDoubleBE(expiresAt, HEAD);
  bytes.set(payload.bytes, head);
  return bytes;
}

/** Throws when the bytes are no entry. */
export function decodeEntry(stored: Uint8Array): Entry {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  const flags = bytes.readUInt8(0);
  if ((flags & ~(COMPRESSED | EXPIRES)) !== 0) throw new RangeError(`unknown flags ${flags}`);
  const expires = (flags & EXPIRES) !== 0;
  return {
    version: Number(bytes.readBigUInt64BE(1)),
    expiresAt: expires ? bytes.readDoubleBE(HEAD) : undefined,
    payload: { bytes: bytes.subarray(expires ? HEAD + 8 : HEAD), compressed: (flags & COMPRESSED) !== 0 },
  };
}

export const isOver = ({ expiresAt }: Pick<Entry, 'expiresAt'>, now: number): boolean => expiresAt !== undefined && expiresAt <= now;
