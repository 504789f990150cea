/** The functions of `Utils` that depend on more than their arguments: chance and time. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { HostFunctions } from '../functions.ts';

export const utilsFunctions: Pick<HostFunctions, 'Utils.uuid' | 'Utils.sleep'> = {
  'Utils.uuid': () => [randomUUID()],
  'Utils.sleep': async (call) => {
    await setTimeout(Number(call.args[0]) * 1000, undefined, { signal: call.signal });
    return [];
  },
};
