/** Backpressure of the client's stream: what waits for it goes no faster than the client reads. */
import type { Writable } from 'node:stream';

/** Resolves when the client takes more, or has gone; undefined: it does now. */
export function room(stream: Writable): Promise<void> | undefined {
  if (!stream.writableNeedDrain || stream.destroyed) return undefined;
  return new Promise((resolve) => {
    const done = (): void => {
      stream.removeListener('drain', done);
      stream.removeListener('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}
