/** Opens TCP ports, and says in words what is wrong when one cannot be opened: who holds it, and how to choose another. */
import { portOwner } from './port-owner.ts';

/** The message is for the user. */
export class PortError extends Error {
  readonly code: 'in_use' | 'forbidden' | 'no_such_address';
  constructor(code: PortError['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'PortError';
    this.code = code;
  }
}

export interface PortRequest {
  /** What shall listen, for messages. */
  readonly what: string;
  readonly port: number;
  /** How to choose another: `choose another base port with --port, or 0 for any free ones`. */
  readonly otherwise: string;
}

const NO_SUCH_ADDRESS: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'ENODEV']);

/** What `bind` answers. Rejects with PortError, or with what else it fails with. */
export async function bindPort<T>({ what, port, otherwise }: PortRequest, bind: () => Promise<T>): Promise<T> {
  try {
    return await bind();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      const owner = portOwner(port);
      throw new PortError('in_use', `port ${port} (${what}) is in use${owner === undefined ? '' : ` by ${owner}`}: ${otherwise}`, error);
    }
    if (code === 'EACCES') throw new PortError('forbidden', `port ${port} (${what}) may not be opened by this user: only those above 1023 may, ${otherwise}`, error);
    if (NO_SUCH_ADDRESS.has(code ?? '')) throw new PortError('no_such_address', `cannot listen (${what}): this machine does not have the address that ip under [kernel] names; 127.0.0.1 always works`, error);
    throw error;
  }
}
