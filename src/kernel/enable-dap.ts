/** `Debug.enableDAP`: opens the kernel's debug port for a script, and lets the script wait for its debugger. */
import type { DapAddress, DapWish } from '../runtime/debug/dap.ts';
import { RuntimeError } from '../runtime/errors.ts';
import type { HostCall } from '../runtime/host.ts';
import { PortError } from './bind-port.ts';
import type { DebugPlace } from './debug-port.ts';
import type { Kernel } from './kernel.ts';

/** `waits` is told when the script waits from now on. Rejects with RuntimeError when the port cannot be opened, and with the signal's reason when the waiting was interrupted. */
export async function enableDap(kernel: Kernel, call: HostCall, { port, wait }: DapWish, waits: (place: DebugPlace) => void = () => undefined): Promise<DapAddress> {
  const { scriptPath: program, sessionId } = call.context;
  const place = await kernel.debugPort.open({ port, otherwise: 'give another `port`, or 0 for any free one', ...(program !== undefined && { program }) }).catch((error: unknown) => {
    throw error instanceof PortError ? new RuntimeError('port_unavailable', error.message, { cause: error }) : error;
  });
  const session = wait ? kernel.sessions.get(sessionId) : undefined;
  if (session === undefined) return place;
  if (!session.debuggers.hasAttached) waits(place);
  await session.untilDebugged(call.signal);
  return place;
}
