/**
 * Everything a script worker may call, by name: the functions of the Lua API that are described as `host`, and the system calls of the Lua
 * libraries. They are divided into areas, each loaded with the first call of one of its functions, so that a script waits for nothing that it
 * does not use. The types prove that each description has exactly one implementation.
 */
import type { HostName } from '../api/index.ts';
import type { SystemCallName } from '../common/system-calls.ts';
import type { HostValue } from '../common/values.ts';
import type { HostCall } from './host.ts';
import type { Runtime } from './runtime.ts';

/** Answers what Lua gets, or throws a RuntimeError that becomes the Lua error. */
export type HostFunction = (call: HostCall, runtime: Runtime) => readonly HostValue[] | Promise<readonly HostValue[]>;

export type HostFunctions = { readonly [Name in HostName]: HostFunction };
export type SystemFunctions = { readonly [Name in SystemCallName]: HostFunction };
type AllFunctions = HostFunctions & SystemFunctions;

/** What stands before the first dot or colon: `Agent` of `Agent.create`, `$file` of `$file.open`. */
type OwnerOf<Name> = Name extends `${infer Before}:${string}` ? OwnerOf<Before> : Name extends `${infer Before}.${string}` ? Before : Name;
type Owner = OwnerOf<keyof AllFunctions>;
type FunctionsOf<Of extends Owner> = { readonly [Name in keyof AllFunctions as OwnerOf<Name> extends Of ? Name : never]: HostFunction };

const agents = async () => (await import('./agents/functions.ts')).agentFunctions;
const artifacts = async () => (await import('./artifacts/functions.ts')).artifactFunctions;
const config = async () => (await import('./config/functions.ts')).configFunctions;
const debug = async () => (await import('./debug/functions.ts')).debugFunctions;
const files = async () => (await import('./files/functions.ts')).fileFunctions;
const processes = async () => (await import('./processes/functions.ts')).processFunctions;
const sessions = async () => (await import('./sessions/functions.ts')).sessionFunctions;
const state = async () => (await import('./state/functions.ts')).stateFunctions;
const tools = async () => (await import('./tools/functions.ts')).toolFunctions;
const utils = async () => (await import('./utils/functions.ts')).utilsFunctions;

/** Where the functions of each owner are. */
export const areas: { readonly [Of in Owner]: () => Promise<FunctionsOf<Of>> } = {
  Agent: agents,
  agents,
  AgentBuilder: agents,
  AgentInstance: agents,
  Artifact: artifacts,
  Config: config,
  Debug: debug,
  Session: sessions,
  SessionBuilder: sessions,
  State: state,
  Tool: tools,
  ToolInstance: tools,
  Utils: utils,
  $debug: debug,
  $file: files,
  $input: files,
  $process: processes,
  $source: files,
  $variable: processes,
};

const loaded = new Map<string, Promise<Readonly<Record<string, HostFunction>>>>();

/** undefined: there is none of that name. */
export async function functionOf(name: string): Promise<HostFunction | undefined> {
  const [owner] = name.split(/[.:]/, 1) as [string];
  if (!isOwner(owner)) return undefined;
  let area = loaded.get(owner);
  if (area === undefined) loaded.set(owner, (area = areas[owner]()));
  const functions = await area;
  return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

const isOwner = (name: string): name is Owner => Object.hasOwn(areas, name);
