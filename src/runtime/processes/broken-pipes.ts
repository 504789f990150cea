/**
 * Closing our end of a program's outputs as the end of a pipe is closed. Node's pipes are sockets: closed with bytes that nobody has read they
 * tell the program "Connection reset by peer" instead of the broken pipe (SIGPIPE) that it knows. So what is there is read first, while the
 * program's group stands still: one that writes without end would always be ahead.
 */
import type { Readable } from 'node:stream';
import { isGroupRunning, signalGroup } from './process-groups.ts';

/** So many turns of the event loop without a byte mean that nothing is there. */
const QUIET_TURNS = 3;
/** A program that hangs in the system is not waited for: it writes nothing either. */
const LOOKS = 200;

/** `leader` of the group; undefined: it has ended. What the streams still hold is dropped. */
export async function breakPipes(streams: readonly Readable[], leader: number | undefined): Promise<void> {
  // Windows has no such sockets, and nothing that holds a program.
  const held = process.platform === 'win32' ? undefined : leader;
  try {
    if (held !== undefined) {
      signalGroup(held, 'SIGSTOP');
      await untilHeld(held);
      await drain(streams);
    }
    for (const stream of streams) stream.destroy();
  } finally {
    if (held !== undefined) signalGroup(held, 'SIGCONT');
  }
}

/** A signal takes until the system next runs the program: inside of a write it would be told of the broken pipe, but not get the signal for it. */
async function untilHeld(leader: number): Promise<void> {
  for (let looks = 0; looks < LOOKS && isGroupRunning(leader); looks += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function drain(streams: readonly Readable[]): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
    for (const stream of streams) while (stream.read() !== null) quiet = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
