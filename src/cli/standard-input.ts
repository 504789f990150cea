/** Our standard input as scripts read it (`io.read`): whatever comes next, null at its end. It is not touched before a script asks. */
import { once } from 'node:events';

export async function readStandardInput(call: { readonly signal: AbortSignal }): Promise<Uint8Array | null> {
  const { stdin } = process;
  for (;;) {
    const chunk = stdin.read() as Buffer | null;
    if (chunk !== null) {
      // Otherwise the process would wait for more of it at its end.
      stdin.unref?.();
      return chunk;
    }
    if (stdin.readableEnded || stdin.destroyed) return null;
    stdin.ref?.();
    await Promise.race([once(stdin, 'readable', { signal: call.signal }), once(stdin, 'end', { signal: call.signal })]);
  }
}
