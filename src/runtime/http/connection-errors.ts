/** Why a connection failed, in words: the system's code is somewhere in the chain of causes. */
import { messageOf } from '../errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'no answer to the connection attempt',
  UND_ERR_CONNECT_TIMEOUT: 'no answer to the connection attempt',
  ECONNRESET: 'the server closed the connection before the answer was complete',
  UND_ERR_SOCKET: 'the server closed the connection before the answer was complete',
};

const MAX_CAUSES = 5;

/** The system's error code anywhere in the chain of causes. */
export function connectionErrorCode(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < MAX_CAUSES; current = current.cause, depth++) {
    const { code, errors } = current as { code?: unknown; errors?: readonly unknown[] };
    if (typeof code === 'string' && (code in REASONS || /^E[A-Z]+$/.test(code))) return code;
    // Node tries every address of a host and tells the failures as one.
    if (errors?.[0] !== undefined) return connectionErrorCode(errors[0]);
  }
  return undefined;
}

/** `connection refused: nothing listens there (ECONNREFUSED)`. */
export function connectionReason(error: unknown): string {
  const code = connectionErrorCode(error);
  const text = (code === undefined ? undefined : REASONS[code]) ?? messageOf(deepestCause(error));
  return code === undefined ? text : `${text} (${code})`;
}

/** What `fetch` says of itself (`fetch failed`) helps nobody. */
function deepestCause(error: unknown): unknown {
  let current = error;
  for (let depth = 0; current instanceof Error && current.cause !== undefined && depth < MAX_CAUSES; depth++) current = current.cause;
  return current;
}
