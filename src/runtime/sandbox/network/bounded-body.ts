/** Reads the body of a response up to a limit; what is longer is not read to its end, and what says that it is longer is not read at all. */
import type { RuntimeError } from '../../errors.ts';

export async function readBounded(response: Response, limit: number, tooLarge: (size: string) => RuntimeError): Promise<Buffer> {
  const { body } = response;
  if (body === null) return Buffer.alloc(0);
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > limit) {
    const error = tooLarge(`${declared} bytes`);
    await body.cancel(error);
    throw error;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limit) {
      const error = tooLarge(`more than ${limit} bytes`);
      await reader.cancel(error);
      throw error;
    }
    chunks.push(value);
  }
}
