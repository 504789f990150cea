/** The configuration as scripts are shown it: keys as in the file, with the defaults that hold, and without secrets. */
import type { Config, ProviderConfig } from '../../base/config/index.ts';
import { withoutPasswords } from '../../base/redact.ts';
import type { HostValue } from '../../common/values.ts';

type Table = { [key: string]: HostValue };

/** Every section. */
export async function configTable(config: Config): Promise<Table> {
  // With the schema, which most scripts never need.
  const { settings } = await import('../../base/config/describe.ts');
  const whole: Table = {};
  for (const { path, value } of settings({ config, warnings: [], notices: [], files: [], originOf: () => undefined })) {
    let table = whole;
    for (const part of path.slice(0, -1)) table = tableIn(table, part);
    put(table, path.at(-1)!, value as HostValue);
  }
  return whole;
}

/** A section or key by its dotted name. */
export function partOf(whole: Table, name: string): HostValue {
  let value: HostValue = whole;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, part)) return null;
    value = (value as Table)[part];
  }
  return value;
}

export const providerTable = (provider: ProviderConfig): Table => ({
  name: provider.name,
  provider_type: provider.type,
  enabled: provider.enabled,
  base_url: provider.baseUrl && withoutPasswords(provider.baseUrl),
  api_key_env: provider.apiKeyEnv,
  default_model: provider.defaultModel,
  temperature: provider.temperature,
  max_tokens: provider.maxTokens,
  timeout_seconds: provider.timeoutSeconds,
  max_retries: provider.maxRetries,
});

export interface Security {
  readonly allow_file_access: boolean;
  readonly allow_network_access: boolean;
  readonly allow_process_spawn: boolean;
  readonly max_memory_bytes: number;
  readonly max_execution_time_ms: number;
}

export function securityOf({ tools, memoryLimitBytes, kernel }: Config): Security {
  return {
    allow_file_access: tools.fileOperations.allowedPaths === undefined || tools.fileOperations.allowedPaths.length > 0,
    allow_network_access: tools.http.allowNetworkAccess && tools.http.allowedHosts.length > 0,
    allow_process_spawn: tools.system.allowProcessExecution && tools.system.allowedCommands.length > 0,
    max_memory_bytes: memoryLimitBytes,
    max_execution_time_ms: Math.round(kernel.maxExecutionTimeSeconds * 1000),
  };
}

/** An own property, whatever the name (`__proto__`). */
function put(table: Table, name: string, value: HostValue): void {
  Object.defineProperty(table, name, { value, enumerable: true, writable: true, configurable: true });
}

function tableIn(table: Table, name: string): Table {
  if (!Object.hasOwn(table, name)) put(table, name, {});
  return table[name] as Table;
}
