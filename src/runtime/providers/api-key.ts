/**
 * Where the key of a provider comes from, in this order: the agent itself, the editor's secret storage, the environment variable, the
 * configuration, and what `llmspell keys` keeps. The first that has one counts. What is nearer to the one run comes before what holds
 * for all of them.
 */
import type { ProviderConfig } from '../../base/config/index.ts';
import { RuntimeError } from '../errors.ts';

/** The keys that `llmspell keys` keeps. */
export interface StoredKeys {
  /** Of the key file. */
  readonly path: string;
  /** Rejects with an error for the user when it cannot tell. */
  get(provider: string): Promise<string | undefined>;
}

export interface KeySources {
  /** Of the configuration. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** What an editor has handed over: kept outside of files and environment. */
  readonly secret: (provider: string) => string | undefined;
  /** How it is called; undefined where there is no editor. */
  readonly secretStorage: string | undefined;
  readonly stored: StoredKeys | undefined;
}

export interface ApiKey {
  readonly key: string;
  /** In words for the user. */
  readonly source: string;
  /** false: it is the user's. */
  readonly isAgentsOwn: boolean;
}

export const keyVariableOf = (config: ProviderConfig): string => config.apiKeyEnv ?? `${config.name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_API_KEY`;

/** What an HTTP header may hold. */
const HEADER_TEXT = /^[\x20-\x7e]+$/;

/** `own` is the agent's. Throws RuntimeError for a key that can be none. */
export async function findApiKey(config: ProviderConfig, sources: KeySources, own: string | undefined): Promise<ApiKey | undefined> {
  const found = firstKey(config, sources, own) ?? (await storedKey(config.name, sources.stored));
  if (found !== undefined && !HEADER_TEXT.test(found.key)) {
    throw new RuntimeError('provider_config', `the API key for provider "${config.name}" holds characters that no key has, like line ends or letters with accents: it comes from ${found.source}`);
  }
  return found;
}

/** Those that need not be waited for. */
function firstKey(config: ProviderConfig, sources: KeySources, own: string | undefined): ApiKey | undefined {
  const variable = keyVariableOf(config);
  const places: readonly (readonly [string | undefined, string])[] = [
    [own, 'api_key of the agent'],
    [sources.secret(config.name), sources.secretStorage ?? "the editor's secret storage"],
    [sources.env[variable], variablePlace(variable)],
    [config.apiKey, configPlace(config, sources)],
  ];
  return places.map(([key, source], index) => ({ key: key?.trim() ?? '', source, isAgentsOwn: index === 0 })).find(({ key }) => key !== '');
}

async function storedKey(provider: string, stored: StoredKeys | undefined): Promise<ApiKey | undefined> {
  if (stored === undefined) return undefined;
  try {
    const key = await stored.get(provider);
    return key === undefined ? undefined : { key, source: storedPlace(stored), isAgentsOwn: false };
  } catch (error) {
    throw new RuntimeError('missing_key', `No API key configured for provider '${provider}': ${(error as Error).message}`, { cause: error });
  }
}

/** Tells every place that was looked at, and how to set one. */
export function missingKey(config: ProviderConfig, sources: KeySources): RuntimeError {
  const { secretStorage, stored } = sources;
  const places = [...(secretStorage === undefined ? [] : [secretStorage]), variablePlace(keyVariableOf(config)), configPlace(config, sources), ...(stored === undefined ? [] : [storedPlace(stored)])];
  const editor = secretStorage === undefined ? '' : ' run "llmspell: Set API Key…", or';
  const message = `No API key configured for provider '${config.name}': looked in ${places.slice(0, -1).join(', ')} and ${places.at(-1)!}. To set one,${editor} run \`llmspell keys add ${config.name}\`, or set the variable`;
  return new RuntimeError('missing_key', message);
}

const variablePlace = (variable: string): string => `the environment variable ${variable}`;
const configPlace = ({ name }: ProviderConfig, { file }: KeySources): string => `api_key in [providers.${name}] of ${file}`;
const storedPlace = ({ path }: StoredKeys): string => `the keys of \`llmspell keys\` (${path})`;
