/** `[providers.X]` → ProviderConfig. */
import { didYouMean } from '../../nearest.ts';
import { DEFAULT_PROVIDER_TIMEOUT_SECONDS, PROVIDER_TYPES, demoProvider, isProviderType, type ProviderConfig, type ProviderType } from '../config.ts';
import type { ConfigToml, ProviderToml } from '../schema/index.ts';
import type { Report } from './report.ts';

export function resolveProviders(toml: ConfigToml, report: Report): ReadonlyMap<string, ProviderConfig> {
  const result = new Map<string, ProviderConfig>([['demo', demoProvider]]);
  for (const [name, value] of Object.entries(toml.providers ?? {})) {
    if (typeof value !== 'object') continue;
    const type = providerType(name, value, report);
    if (type !== undefined) result.set(name, resolveProvider(name, type, value, report));
  }
  return result;
}

const normal = (text: string): string => text.toLowerCase().replaceAll('-', '_');

/** The type under either of its names. An unusable one leaves the provider out, with an error. */
function providerType(section: string, value: ProviderToml, report: Report): ProviderType | undefined {
  const path = ['providers', section];
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
