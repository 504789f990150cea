/** The functions of `Debug` that the kernel has to do with, and what those in the worker ask. */
import { DEFAULT_DAP_PORT } from '../../common/editor-attach.ts';
import type { DebugSettings } from '../../common/system-calls.ts';
import { RuntimeError } from '../errors.ts';
import type { HostFunctions, SystemFunctions } from '../functions.ts';

const MAX_PORT = 65_535;

export const debugFunctions: Pick<HostFunctions & SystemFunctions, 'Debug.enableDAP' | '$debug.settings'> = {
  async 'Debug.enableDAP'(call, runtime) {
    // The types of the fields were checked with the arguments.
    const options = (call.args[0] ?? {}) as { readonly port?: number; readonly wait_for_debugger?: boolean };
    const port = options.port ?? DEFAULT_DAP_PORT;
    if (port < 0 || port > MAX_PORT) throw new RuntimeError('invalid_argument', `bad field 'port' of 'Debug.enableDAP' (a port from 0 to ${MAX_PORT} expected, got ${port})`);
    const address = await runtime.enableDap(call, { port, wait: options.wait_for_debugger ?? false });
    return [{ port: address.port, connection_file: address.connectionFile }];
  },
  '$debug.settings': (_call, { config: { debug } }) => [{ enabled: debug.enabled, level: debug.level, capturedEntries: debug.capturedEntries } satisfies DebugSettings],
};
