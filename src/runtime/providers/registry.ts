/** Finds the provider a model name asks for, from the configuration and the execution's environment. */
import { demoProvider as demoConfig, type Config, type ProviderConfig } from '../../base/config/index.ts';
import { didYouMean } from '../../base/nearest.ts';
import { RuntimeError } from '../errors.ts';
import type { NetworkPolicy } from '../sandbox/network/policy.ts';
import type { Fetch } from '../http/transport.ts';
import { findApiKey, missingKey, type KeySources, type StoredKeys } from './api-key.ts';
import { demoProvider, type DemoDelays } from './demo.ts';
import { OPENAI_URL, openaiCompatibleProvider, openaiProvider, type ConnectionSettings } from './openai.ts';
import type { Provider } from './provider.ts';
import { checkScriptAddress } from './script-address.ts';
import { withRetries } from './retry.ts';

export const DEFAULT_PROVIDER = 'openai';

export interface ProviderContext {
  readonly config: Config;
  readonly env: Readonly<Record<string, string>>;
  /** A key kept outside of configuration and environment (the editor's secret storage). */
  readonly secret: (provider: string) => string | undefined;
  /** How the editor calls that; undefined where there is none. */
  readonly secretStorage: string | undefined;
  readonly storedKeys: StoredKeys | undefined;
  /** For hosts that a script names. */
  readonly network: NetworkPolicy;
  readonly fetch: () => Promise<Fetch>;
  /** To hosts that a script names. */
  readonly guardedFetch: Fetch;
  readonly demoDelays?: DemoDelays | undefined;
}

/** What an agent sets in place of the configuration. */
export interface ProviderOverrides {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
}

/** The configuration of a provider; `openai` needs none. Throws for a name that is not known or not enabled. */
export function providerConfig(name: string, { config }: Pick<ProviderContext, 'config'>): ProviderConfig {
  const found = config.providers.get(name) ?? (name === DEFAULT_PROVIDER ? { ...demoConfig, name, type: 'openai' as const, maxRetries: 2 } : undefined);
  const file = config.file ?? 'llmspell.toml';
  if (found === undefined) {
    const known = [...new Set([...config.providers.keys(), 'demo', DEFAULT_PROVIDER])].sort();
    throw new RuntimeError(
      'unknown_provider',
      `unknown provider "${name}"${didYouMean(name, known)}: known are ${known.join(', ')}. To add it, write a section [providers.${name}] with provider_type into ${file}; ` +
        'to try without a key, use the model "demo/echo"',
    );
  }
  if (found.turnedOffByScript === true) throw new RuntimeError('provider_config', `provider "${name}" is turned off by this script: Config.setProvider("${name}", { enabled = true }) turns it on again`);
  if (!found.enabled) throw new RuntimeError('provider_config', `provider "${name}" is turned off: set enabled = true in [providers.${name}] of ${file}`);
  return found;
}

export interface OpenedProvider {
  readonly provider: Provider;
  readonly config: ProviderConfig;
  readonly apiKey: string | undefined;
}

/** The provider itself; throws when its key or address is missing. */
export async function openProvider(name: string, context: ProviderContext, overrides: ProviderOverrides): Promise<OpenedProvider> {
  const config = providerConfig(name, context);
  if (config.type === 'demo') return { provider: demoProvider(context.demoDelays), config, apiKey: undefined };
  if (config.type !== 'openai' && config.type !== 'openai_compatible') {
    throw new RuntimeError(
      'provider_config',
      `provider "${name}" has provider_type "${config.type}", which this version cannot talk to: use demo, openai or openai_compatible (most servers also offer the OpenAI protocol)`,
    );
  }
  const file = context.config.file ?? 'llmspell.toml';
  const keys: KeySources = { file, env: context.env, secret: context.secret, secretStorage: context.secretStorage, stored: context.storedKeys };
  const apiKey = await findApiKey(config, keys, overrides.apiKey);
  const configured = config.baseUrl ?? (config.type === 'openai' ? OPENAI_URL : undefined);
  const baseUrl = overrides.baseUrl ?? configured;
  if (baseUrl === undefined) {
    throw new RuntimeError('provider_config', `provider "${name}" has no address: set base_url in [providers.${name}] of ${file}, for instance "http://127.0.0.1:8080/v1"`);
  }
  if (!URL.canParse(baseUrl) || !/^https?:/i.test(baseUrl)) {
    throw new RuntimeError('provider_config', `base_url of provider "${name}" is no web address: "${baseUrl}". Write it like "http://127.0.0.1:8080/v1"`);
  }
  if (overrides.baseUrl !== undefined) checkScriptAddress({ url: new URL(baseUrl), provider: config, configured, key: apiKey, file }, context.network);
  if (apiKey === undefined && config.type === 'openai') throw missingKey(config, keys);
  const settings: ConnectionSettings = { facts: { config, baseUrl: baseUrl.replace(/\/+$/, ''), keySource: apiKey?.source }, apiKey: apiKey?.key, fetch: overrides.baseUrl === undefined ? context.fetch : () => Promise.resolve(context.guardedFetch) };
  const provider = config.type === 'openai' ? openaiProvider(settings) : openaiCompatibleProvider(settings);
  return { provider: withRetries(provider, config), config, apiKey: apiKey?.key };
}
