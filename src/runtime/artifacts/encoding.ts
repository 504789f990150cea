/** The forms in which a content is kept: as it is, or compressed where that is smaller. */
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { promisify } from 'node:util';

/** Brotli is in every Node that runs a kernel, and smaller than gzip on text. */
export type Encoding = 'raw' | 'brotli';

export interface EncodedContent {
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
}

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** Levels beyond take many times as long for a few per cent. */
const QUALITY = 5;

/** The smallest form. Contents up to `threshold` bytes are not worth the time. */
export async function encodeContent(content: Uint8Array, threshold: number): Promise<EncodedContent> {
  if (content.length <= threshold) return { encoding: 'raw', bytes: content };
  const compressed = await compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
  return compressed.length < content.length ? { encoding: 'brotli', bytes: compressed } : { encoding: 'raw', bytes: content };
}

/** `size` is the content's: damaged bytes cannot unfold into more. */
export async function decodeContent({ encoding, bytes }: EncodedContent, size: number): Promise<Uint8Array> {
  return encoding === 'raw' ? bytes : decompress(bytes, { maxOutputLength: Math.max(size, 1) });
}
