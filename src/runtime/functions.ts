/**
 * Everything a script worker may call, by name: the functions of the Lua API that are described as `host`, and the system calls of the Lua
 * libraries. The types prove that each description has exactly one implementation.
 */
import type { HostName } from '../api/index.ts';
import type { SystemCallName } from '../common/system-calls.ts';
import type { HostValue } from '../common/values.ts';
import { agentFunctions } from './agents/functions.ts';
import { artifactFunctions } from './artifacts/functions.ts';
import { configFunctions } from './config/functions.ts';
import { debugFunctions, debugSystemFunctions } from './debug/functions.ts';
import { fileFunctions } from './files/functions.ts';
import type { HostCall } from './host.ts';
import { processFunctions } from './processes/functions.ts';
import type { Runtime } from './runtime.ts';
import { sessionFunctions } from './sessions/functions.ts';
import { stateFunctions } from './state/functions.ts';
import { toolFunctions } from './tools/functions.ts';
import { utilsFunctions } from './utils/functions.ts';

/** Answers what Lua gets, or throws a RuntimeError that becomes the Lua error. */
export type HostFunction = (call: HostCall, runtime: Runtime) => readonly HostValue[] | Promise<readonly HostValue[]>;

export type HostFunctions = { readonly [Name in HostName]: HostFunction };
export type SystemFunctions = { readonly [Name in SystemCallName]: HostFunction };

export const hostFunctions: HostFunctions = { ...agentFunctions, ...debugFunctions, ...toolFunctions, ...sessionFunctions, ...artifactFunctions, ...stateFunctions, ...utilsFunctions, ...configFunctions };
export const allFunctions: HostFunctions & SystemFunctions = { ...hostFunctions, ...fileFunctions, ...processFunctions, ...debugSystemFunctions };
