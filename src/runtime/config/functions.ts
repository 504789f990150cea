/** The `Config` functions of the Lua API. */
import type { Config } from '../../base/config/index.ts';
import { absolute, realPath } from '../../base/paths.ts';
import type { HostValue } from '../../common/values.ts';
import { RuntimeError } from '../errors.ts';
import type { HostFunctions } from '../functions.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import type { FileUse } from '../sandbox/files.ts';
import { refusal, type Rule } from '../sandbox/refusal.ts';
import { refuseMistyped, type ProviderChanges } from './provider-changes.ts';
import { configTable, partOf, providerTable, securityOf, type Security } from './shown.ts';

type ConfigFunction = Extract<keyof HostFunctions, `Config.${string}`>;

const configOf = (call: HostCall, runtime: Runtime): Config => runtime.sessionConfigs.of(call.context.sessionId);

/** Where each of the short rules stands in the configuration. */
const SECURITY_RULES: Readonly<Record<string, Omit<Rule, 'value' | 'change'>>> = {
  allow_file_access: { section: 'tools.file_operations', key: 'allowed_paths' },
  allow_network_access: { section: 'runtime.security', key: 'allow_network_access' },
  allow_process_spawn: { section: 'tools.system', key: 'allow_process_execution' },
};

export const configFunctions: Pick<HostFunctions, ConfigFunction> = {
  'Config.get': async (call, runtime) => [await configTable(configOf(call, runtime))],
  'Config.toJson': async (call, runtime) => [await configTable(configOf(call, runtime))],
  'Config.getSection': async (call, runtime) => [partOf(await configTable(configOf(call, runtime)), call.args[0] as string)],
  'Config.getDefaultEngine': () => ['lua'],
  'Config.getTools': async (call, runtime) => [partOf(await configTable(configOf(call, runtime)), 'tools')],
  'Config.listProviders': (call, runtime) => [[...configOf(call, runtime).providers.keys()].sort()],
  'Config.getProvider': (call, runtime) => {
    const provider = configOf(call, runtime).providers.get(call.args[0] as string);
    return [provider && providerTable(provider)];
  },
  'Config.setProvider': async (call, runtime) => {
    const [name, changes] = call.args as readonly [string, ProviderChanges];
    await refuseMistyped(name, changes);
    runtime.sessionConfigs.setProvider(call.context.sessionId, name, changes);
    return [];
  },
  'Config.getSecurity': (call, runtime) => [{ ...securityOf(configOf(call, runtime)) }],
  'Config.setSecurity': (call, runtime) => {
    const config = configOf(call, runtime);
    const present = securityOf(config);
    for (const [key, wanted] of Object.entries(call.args[0] as Readonly<Record<string, HostValue>>)) if (wanted !== present[key as keyof Security]) throw unchangeable(config, key);
    return [];
  },
  'Config.isFileAccessAllowed': (call, runtime) => {
    const [path] = call.args;
    return [path === undefined || path === null ? securityOf(configOf(call, runtime)).allow_file_access : fileRefusal(call, runtime, path as string, 'read') === undefined];
  },
  'Config.isNetworkAccessAllowed': (call, runtime) => {
    const [url] = call.args;
    return [url === undefined || url === null ? securityOf(configOf(call, runtime)).allow_network_access : mayAsk(call, runtime, url as string)];
  },
  'Config.addAllowedPath': (call, runtime) => {
    const refused = fileRefusal(call, runtime, call.args[0] as string, 'write');
    if (refused !== undefined) throw new RuntimeError('path_not_allowed', refused);
    return [];
  },
  'Config.getPermissions': () => [{ read: true, modify_providers: true, modify_tools: false, modify_runtime: false, modify_security: false, access_secrets: false }],
  'Config.snapshot': (call, runtime) => [runtime.sessionConfigs.snapshot(call.context.sessionId, Date.now())],
  'Config.restoreSnapshot': (call, runtime) => {
    const timestamp = Number(call.args[0]);
    if (runtime.sessionConfigs.restore(call.context.sessionId, timestamp)) return [];
    throw new RuntimeError('invalid_argument', `Config.restoreSnapshot: there is no snapshot ${timestamp}: give what Config.snapshot() answered in this script; the last 100 are kept`);
  },
};

function fileRefusal({ context }: HostCall, runtime: Runtime, asked: string, use: FileUse): string | undefined {
  return runtime.policyOf({ context }).files.refuse({ asked, real: realPath(absolute(asked, context.cwd)) }, use);
}

function mayAsk({ context }: HostCall, runtime: Runtime, url: string): boolean {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`;
  if (!URL.canParse(text)) return false;
  try {
    runtime.policyOf({ context }).network.checkUrl(new URL(text));
    return true;
  } catch (error) {
    if (error instanceof RuntimeError) return false;
    throw error;
  }
}

function unchangeable(config: Config, key: string): RuntimeError {
  const rule = Object.hasOwn(SECURITY_RULES, key) ? SECURITY_RULES[key] : undefined;
  if (rule === undefined) return new RuntimeError('setting_not_allowed', `Config.setSecurity: ${key}: is nothing that Config.getSecurity() tells as true or false: only allow_file_access, allow_network_access and allow_process_spawn can be given`);
  return new RuntimeError('setting_not_allowed', refusal(config, `Config.setSecurity: ${key}`, 'a script cannot change what it may do', { ...rule, change: 'change' }));
}
