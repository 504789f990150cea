/**
 * What a script may change of a provider: how it uses it, never where requests and keys go. A script that could set an address or a type could
 * have the user's key sent to itself; one that could turn a provider on would spend what the user did not want spent.
 */
import { demoProvider, type Config, type ProviderConfig } from '../../base/config/index.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { JsonObject } from '../../common/json.ts';
import { RuntimeError } from '../errors.ts';
import { refusal } from '../sandbox/refusal.ts';

export interface ProviderChanges {
  readonly enabled?: boolean;
  readonly default_model?: string;
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly timeout_seconds?: number;
  readonly max_retries?: number;
  readonly provider_type?: string;
}

const ALLOWED: readonly string[] = ['enabled', 'default_model', 'temperature', 'max_tokens', 'timeout_seconds', 'max_retries', 'provider_type'];

/** What the configuration does not have either: a mistyped name. */
const unknownField = (key: string): string => `unknown field '${key}' of argument #2 'config' to 'Config.setProvider'${didYouMean(key, ALLOWED)}: known are ${ALLOWED.join(', ')}`;

/** Rejects with RuntimeError for a field that is mistyped. The schema is loaded only when one is not for scripts: no start may wait for it. */
export async function refuseMistyped(name: string, given: ProviderChanges): Promise<void> {
  const strangers = Object.keys(given).filter((key) => !ALLOWED.includes(key));
  if (strangers.length === 0) return;
  const { knownKeys } = await import('../../base/config/schema/walk.ts');
  const known = knownKeys(['providers', name]);
  const mistyped = strangers.find((key) => !known.includes(key));
  if (mistyped !== undefined) throw new RuntimeError('invalid_argument', unknownField(mistyped));
}

/** Throws RuntimeError for what is not for scripts to change. */
export function withProvider(config: Config, name: string, given: ProviderChanges): Config {
  if (name === '') throw new RuntimeError('invalid_argument', "bad argument #1 'name' to 'Config.setProvider' (a name expected, got an empty text)");
  const present = config.providers.get(name);
  const refused = (key: string, why: string): RuntimeError => new RuntimeError('setting_not_allowed', refusal(config, `${key} of provider "${name}"`, why, { section: `providers.${name}`, key, change: 'set' }));
  const stranger = Object.keys(given).find((key) => !ALLOWED.includes(key));
  if (stranger !== undefined) throw refused(stranger, 'is not for scripts to change');
  if (present === undefined && given.provider_type !== 'demo') throw refused('provider_type', 'must be "demo" for one that the configuration does not have');
  if (present !== undefined && given.provider_type !== undefined && given.provider_type !== present.type) throw refused('provider_type', 'is not for scripts to change');
  if (present?.enabled === false && given.enabled === true && present.turnedOffByScript !== true) throw refused('enabled', 'was turned off');
  const changed = changedProvider(present ?? { ...demoProvider, name }, given);
  const { enabled, defaultModel: default_model, temperature, maxTokens: max_tokens, timeoutSeconds: timeout_seconds, maxRetries: max_retries } = changed;
  const raw = config.raw['providers'];
  const section = (typeof raw === 'object' && !Array.isArray(raw) ? raw : {}) as JsonObject;
  const shown = { ...(section[name] as object | undefined), provider_type: changed.type, enabled, default_model, temperature, max_tokens, timeout_seconds, max_retries };
  return {
    ...config,
    providers: new Map([...config.providers, [name, changed]]),
    raw: { ...config.raw, providers: { ...section, [name]: JSON.parse(JSON.stringify(shown)) as JsonObject } },
  };
}

const changedProvider = (present: ProviderConfig, given: ProviderChanges): ProviderConfig => ({
  ...present,
  enabled: given.enabled ?? present.enabled,
  turnedOffByScript: given.enabled !== true && (present.turnedOffByScript === true || (present.enabled && given.enabled === false)),
  defaultModel: given.default_model ?? present.defaultModel,
  temperature: given.temperature ?? present.temperature,
  maxTokens: given.max_tokens ?? present.maxTokens,
  timeoutSeconds: given.timeout_seconds ?? present.timeoutSeconds,
  maxRetries: given.max_retries ?? present.maxRetries,
});
