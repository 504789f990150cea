/**
 * Ends the process once its output has been taken. Writing to a pipe goes on in the background, and `process.exit` would cut off what is still on
 * its way (all but the first 64 KiB, with a slow reader).
 */
import type { Writable } from 'node:stream';

/** After a signal nobody waits for a reader that takes nothing. */
const PATIENCE_AFTER_SIGNAL_MS = 200;

/** Exit codes from here on stand for a signal. */
const FIRST_SIGNAL_CODE = 128;

export async function exitWhenWritten(exitCode: number, streams: readonly Writable[] = [process.stdout, process.stderr]): Promise<never> {
  const written = Promise.all(streams.map(taken));
  await (exitCode < FIRST_SIGNAL_CODE ? written : Promise.race([written, new Promise((resolve) => setTimeout(resolve, PATIENCE_AFTER_SIGNAL_MS))]));
  process.exit(exitCode);
}

/** Resolves when everything written so far has left, or never will. */
function taken(stream: Writable): Promise<void> {
  if (stream.writableLength === 0 || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once('close', resolve);
    // Called in the order of the writes, also when they fail.
    stream.write('', () => resolve());
  });
}
