/** Makes host functions of implementations of system calls: their arguments and answers are plain data by construction. */
import type { SystemCallName, SystemCalls } from '../common/system-calls.ts';
import type { HostValue } from '../common/values.ts';
import type { SystemFunctions } from './functions.ts';
import type { HostCall } from './host.ts';
import type { Runtime } from './runtime.ts';

export type SystemImplementations<Names extends SystemCallName> = {
  readonly [Name in Names]: (call: HostCall, runtime: Runtime, ...args: SystemCalls[Name][0]) => SystemCalls[Name][1] | Promise<SystemCalls[Name][1]>;
};

type Loose = (call: HostCall, runtime: Runtime, ...args: readonly HostValue[]) => unknown;

export const asHostFunctions = <Names extends SystemCallName>(implementations: SystemImplementations<Names>): Pick<SystemFunctions, Names> =>
  Object.fromEntries(
    Object.entries(implementations).map(([name, work]) => [name, async (call: HostCall, runtime: Runtime) => [(await (work as Loose)(call, runtime, ...call.args)) as HostValue]]),
  ) as unknown as Pick<SystemFunctions, Names>;
