/** The description of the whole Lua API, and look-up in it: for the bindings, the language server, Jupyter and the generators. */
import { agentApi } from './agent.ts';
import { argumentsApi } from './arguments.ts';
import { artifactApi } from './artifact.ts';
import { baseApi } from './base.ts';
import { configApi } from './config.ts';
import { debugApi } from './debug.ts';
import { ioApi } from './io.ts';
import { jsonApi } from './json.ts';
import { loggerApi } from './logger.ts';
import { osApi } from './os.ts';
import { parseName } from './parse-name.ts';
import { replayApi } from './replay.ts';
import { sessionApi } from './session.ts';
import { stateApi } from './state.ts';
import { streamingApi } from './streaming.ts';
import { toolApi } from './tool.ts';
import type { ApiClass, ApiFunction, ApiModule, ApiValue } from './types.ts';
import { utilsApi } from './utils.ts';

export { parseName, type ParsedName } from './parse-name.ts';
export type * from './types.ts';

const modules = [agentApi, toolApi, sessionApi, artifactApi, stateApi, debugApi, loggerApi, jsonApi, streamingApi, utilsApi, replayApi, configApi, argumentsApi, baseApi, ioApi, osApi] as const satisfies readonly ApiModule[];

export const apiModules: readonly ApiModule[] = modules;

type Described = (typeof modules)[number]['functions'][number];
type NameOn<Thread extends ApiFunction['thread']> = Extract<Described, { readonly thread: Thread }>['name'];
/** Names of the functions that src/runtime implements. */
export type HostName = NameOn<'host'>;
/** Names of the functions that src/script/globals implements. */
export type VmName = NameOn<'vm'>;

export const apiFunctions: readonly ApiFunction[] = apiModules.flatMap((module) => module.functions);
export const apiClasses: readonly ApiClass[] = apiModules.flatMap((module) => module.classes);
export const apiValues: readonly ApiValue[] = apiModules.flatMap((module) => module.values);

const functionsByName = new Map(apiFunctions.map((description) => [description.name, description]));
const classesByName = new Map(apiClasses.map((description) => [description.name, description]));

const standardNames = new Set(modules.filter((module: ApiModule) => module.isStandard).flatMap((module) => module.functions.map(({ name }) => name as string)));
/** Whether the function is one of Lua's own library. */
export const isStandard = (name: string): boolean => standardNames.has(name);

export const findFunction = (name: string): ApiFunction | undefined => functionsByName.get(name);
export const findClass = (name: string): ApiClass | undefined => classesByName.get(name);
export const findValue = (name: string): ApiValue | undefined => apiValues.find((value) => value.name === name);

/** The functions of a global table, or the methods of a class. */
export const functionsOf = (owner: string): readonly ApiFunction[] => apiFunctions.filter(({ name }) => parseName(name).owner === owner);
