/**
 * The configuration as the rest of the program reads it: names of ours, units in the name, defaults filled in. The TOML file's own
 * spelling and its aliases are known to schema.ts only.
 */
import type { Json, JsonObject } from '../../common/json.ts';

export const PROVIDER_TYPES = ['openai', 'anthropic', 'openai_compatible', 'ollama', 'gemini', 'demo'] as const;
export type ProviderType = (typeof PROVIDER_TYPES)[number];
export const isProviderType = (text: string): text is ProviderType => (PROVIDER_TYPES as readonly string[]).includes(text);

export interface ProviderConfig {
  /** The X of `[providers.X]`: models are `X/model`. */
  readonly name: string;
  readonly type: ProviderType;
  readonly enabled: boolean;
  /** Without the last part of the path (`/chat/completions`), which the provider appends. */
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  /** Name of the environment variable that holds the key. */
  readonly apiKeyEnv: string | undefined;
  readonly defaultModel: string | undefined;
  readonly temperature: number | undefined;
  readonly maxTokens: number | undefined;
  /** For one request, until its answer is whole; 0 = no limit, as answers may take long. */
  readonly timeoutSeconds: number;
  /** Tries after the first. */
  readonly maxRetries: number;
  readonly retry: { readonly initialDelayMs: number; readonly maxDelayMs: number };
  /** Passed to the provider as they are. */
  readonly options: JsonObject;
}

export interface Config {
  /** Absolute path of the file it was read from. */
  readonly file: string | undefined;
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  readonly defaultProvider: string | undefined;
  readonly kernel: {
    /** 0 = any free port. */
    readonly port: number;
    readonly ip: string;
    readonly connectionFile: string | undefined;
    /** 0 = no limit. Waiting in the debugger does not count. */
    readonly maxExecutionTimeSeconds: number;
  };
  /** Bytes one script may keep alive; 0 = no limit. */
  readonly memoryLimitBytes: number;
  readonly logging: { readonly level: string | undefined; readonly file: string | undefined };
  readonly tools: {
    readonly fileOperations: {
      /** undefined = not configured: the temporary folder. */
      readonly allowedPaths: readonly string[] | undefined;
    };
    readonly system: { readonly allowProcessExecution: boolean; readonly allowedCommands: readonly string[] };
    readonly web: { readonly timeoutSeconds: number };
  };
  /** The whole file as JSON, for parts that read a section of their own. */
  readonly raw: Readonly<Record<string, Json>>;
}

/** A request is not ended by a timer that nobody asked for. */
export const DEFAULT_PROVIDER_TIMEOUT_SECONDS = 0;
export const MEGABYTE = 1024 * 1024;

/** The provider that needs no key, always there. */
export const demoProvider: ProviderConfig = {
  name: 'demo',
  type: 'demo',
  enabled: true,
  baseUrl: undefined,
  apiKey: undefined,
  apiKeyEnv: undefined,
  defaultModel: undefined,
  temperature: undefined,
  maxTokens: undefined,
  timeoutSeconds: DEFAULT_PROVIDER_TIMEOUT_SECONDS,
  maxRetries: 0,
  retry: { initialDelayMs: 1000, maxDelayMs: 30_000 },
  options: {},
};

/** What holds without a file. */
export const defaultConfig: Config = {
  file: undefined,
  providers: new Map([['demo', demoProvider]]),
  defaultProvider: undefined,
  kernel: { port: 9555, ip: '127.0.0.1', connectionFile: undefined, maxExecutionTimeSeconds: 0 },
  memoryLimitBytes: 512 * MEGABYTE,
  logging: { level: undefined, file: undefined },
  tools: {
    fileOperations: { allowedPaths: undefined },
    system: { allowProcessExecution: false, allowedCommands: [] },
    web: { timeoutSeconds: 30 },
  },
  raw: {},
};

/** Every secret in it, for the redactor. */
export function configSecrets(config: Config): string[] {
  return [...config.providers.values()].flatMap((provider) => (provider.apiKey === undefined ? [] : [provider.apiKey]));
}
