/** Turns a checked TOML document into the `Config` the program reads: aliases become one value, defaults are filled in. */
import type { Json } from '../../common/json.ts';
import { parseLogLevels } from '../log-levels.ts';
import { didYouMean } from '../nearest.ts';
import { DEFAULT_PROVIDER_TIMEOUT_SECONDS, MEGABYTE, PROVIDER_TYPES, defaultConfig, demoProvider, isProviderType, type Config, type ProviderConfig, type ProviderType } from './config.ts';
import type { ConfigToml, ProviderToml } from './schema.ts';

/** Tells a finding about the key at `path`. */
export type Report = (severity: 'error' | 'warning', path: readonly string[], message: string) => void;

export function resolveConfig(file: string, toml: ConfigToml, report: Report): Config {
  const { kernel = {}, tools = {} } = toml;
  if (toml.rag !== undefined) report('warning', ['rag'], 'the [rag] section is read and kept, but this version has no RAG');
  return {
    file,
    providers: resolveProviders(toml, report),
    defaultProvider: toml.providers?.default_provider,
    kernel: {
      port: kernel.port ?? defaultConfig.kernel.port,
      ip: kernel.ip ?? defaultConfig.kernel.ip,
      connectionFile: kernel.connection_file,
      maxExecutionTimeSeconds: kernel.max_execution_time_secs ?? defaultConfig.kernel.maxExecutionTimeSeconds,
    },
    memoryLimitBytes: memoryLimit(toml, report),
    logging: {
      level: logLevel(toml, report),
      file: toml.logging?.log_file ?? toml.daemon?.log_file,
    },
    tools: {
      fileOperations: { allowedPaths: tools.file_operations?.allowed_paths },
      system: {
        allowProcessExecution: tools.system?.allow_process_execution ?? false,
        allowedCommands: commandList(tools.system?.allowed_commands),
      },
      web: { timeoutSeconds: tools.web?.timeout_seconds ?? tools.web?.timeout ?? defaultConfig.tools.web.timeoutSeconds },
    },
    raw: toml as unknown as Record<string, Json>,
  };
}

/** One setting under three names. A level that is none is left out, so that it is told once, with its line. */
function logLevel({ logging, global }: ConfigToml, report: Report): string | undefined {
  const [path, value] =
    logging?.log_level !== undefined ? [['logging', 'log_level'], logging.log_level]
    : logging?.level !== undefined ? [['logging', 'level'], logging.level]
    : [['global', 'log_level'], global?.log_level];
  if (value === undefined) return undefined;
  const { problems } = parseLogLevels(value);
  for (const problem of problems) report('warning', path, `${problem}; it is ignored`);
  return problems.length === 0 ? value : undefined;
}

/** The original system writes a comma-separated list in one string. */
const commandList = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? value.split(',').map((part) => part.trim()).filter((part) => part !== '') : (value ?? []);

function resolveProviders(toml: ConfigToml, report: Report): ReadonlyMap<string, ProviderConfig> {
  const result = new Map<string, ProviderConfig>([['demo', demoProvider]]);
  for (const [name, value] of Object.entries(toml.providers ?? {})) {
    if (typeof value !== 'object') continue;
    const type = providerType(name, value, report);
    if (type !== undefined) result.set(name, resolveProvider(name, type, value, report));
  }
  return result;
}

function providerType(section: string, value: ProviderToml, report: Report): ProviderType | undefined {
  const path = ['providers', section];
  const normal = (text: string): string => text.toLowerCase().replaceAll('-', '_');
  if (value.provider_type !== undefined) {
    const wanted = normal(value.provider_type);
    if (isProviderType(wanted)) return wanted;
    report('error', [...path, 'provider_type'], `unknown provider_type "${value.provider_type}"${didYouMean(wanted, PROVIDER_TYPES)}: use one of ${PROVIDER_TYPES.join(', ')}`);
    return undefined;
  }
  if (value.name !== undefined && isProviderType(normal(value.name))) {
    report('warning', [...path, 'name'], `"name" is taken as the provider's type: write provider_type = "${normal(value.name)}"`);
    return normal(value.name) as ProviderType;
  }
  if (isProviderType(normal(section))) return normal(section) as ProviderType;
  report('error', path, `[providers.${section}] has no provider_type: use one of ${PROVIDER_TYPES.join(', ')}`);
  return undefined;
}

function resolveProvider(name: string, type: ProviderType, value: ProviderToml, report: Report): ProviderConfig {
  const path = ['providers', name];
  if (value.base_url !== undefined && value.api_base !== undefined && value.base_url !== value.api_base) {
    report('warning', [...path, 'api_base'], 'base_url and api_base are one key and differ: base_url is used');
  }
  return {
    name,
    type,
    enabled: value.enabled ?? true,
    baseUrl: value.base_url ?? value.api_base,
    apiKey: value.api_key,
    apiKeyEnv: value.api_key_env,
    defaultModel: value.default_model ?? value.model,
    temperature: value.temperature,
    maxTokens: value.max_tokens,
    timeoutSeconds: value.timeout_seconds ?? value.timeout ?? DEFAULT_PROVIDER_TIMEOUT_SECONDS,
    maxRetries: value.max_retries ?? value.retry?.max_retries ?? 2,
    retry: { initialDelayMs: value.retry?.initial_delay_ms ?? 1000, maxDelayMs: value.retry?.max_delay_ms ?? 30_000 },
    options: (value.options ?? {}) as ProviderConfig['options'],
  };
}

/** One limit under three names; the most particular one is used. */
function memoryLimit(toml: ConfigToml, report: Report): number {
  const given: { path: string[]; bytes: number }[] = [];
  const megabytes = (path: string[], value: number | undefined): void => {
    if (value !== undefined) given.push({ path, bytes: value * MEGABYTE });
  };
  megabytes(['kernel', 'limits', 'max_memory_mb'], toml.kernel?.limits?.max_memory_mb);
  megabytes(['kernel', 'memory_limit_mb'], toml.kernel?.memory_limit_mb);
  megabytes(['kernel', 'max_memory_mb'], toml.kernel?.max_memory_mb);
  const profile = toml.resources?.profiles?.['default']?.memory_limit;
  if (profile !== undefined) {
    const path = ['resources', 'profiles', 'default', 'memory_limit'];
    const bytes = parseBytes(profile);
    if (bytes === undefined) report('error', path, `"${profile}" is no amount of memory: write "512MB" or "1GB"`);
    else given.push({ path, bytes });
  }
  const [first, ...others] = given;
  for (const other of others) {
    if (first && other.bytes !== first.bytes) report('warning', other.path, `${first.path.join('.')} sets the same limit and is used instead`);
  }
  return first?.bytes ?? defaultConfig.memoryLimitBytes;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: MEGABYTE, g: 1024 * MEGABYTE };

/** `512MB`, `1 GiB`, `1000000` → bytes. */
export function parseBytes(value: string | number): number | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?)i?b?\s*$/i.exec(value);
  return match ? Math.round(Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 1)) : undefined;
}
