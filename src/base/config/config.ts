/**
 * The configuration as the rest of the program reads it: names of ours, units in the name, defaults filled in. The TOML file's own
 * spelling and its aliases are known to schema/ only. A section is here when something reads it.
 */
import type { Json, JsonObject } from '../../common/json.ts';
import { isSecretName, passwordIn } from '../redact.ts';

export const PROVIDER_TYPES = ['openai', 'anthropic', 'openai_compatible', 'ollama', 'gemini', 'demo'] as const;
export type ProviderType = (typeof PROVIDER_TYPES)[number];
export const isProviderType = (text: string): text is ProviderType => (PROVIDER_TYPES as readonly string[]).includes(text);

export interface ProviderConfig {
  /** The X of `[providers.X]`: models are `X/model`. */
  readonly name: string;
  readonly type: ProviderType;
  readonly enabled: boolean;
  /** A script has turned it off, for itself. */
  readonly turnedOffByScript?: boolean;
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

export const STATE_BACKENDS = ['memory', 'lmdb'] as const;
export type StateBackend = (typeof STATE_BACKENDS)[number];

export interface StateConfig {
  readonly backend: StateBackend;
  /** As it was written; undefined = `state` in our home folder. */
  readonly path: string | undefined;
  /** For entries that are never written. */
  readonly cacheSizeBytes: number;
  /** Of one value. */
  readonly maxValueBytes: number;
  readonly backup: {
    readonly enabled: boolean;
    /** As it was written; undefined = `backups` in our home folder. */
    readonly folder: string | undefined;
    readonly compression: { readonly encoding: 'plain' | 'gzip' | 'brotli'; readonly level: number };
    readonly incremental: boolean;
    readonly maxBackups: number;
    readonly maxAgeSeconds: number;
  };
}

export interface SessionConfig {
  readonly maxSessions: number;
  /** Without use; 0 = never. */
  readonly timeoutSeconds: number;
  /** As it was written; undefined = beside the state. */
  readonly artifactPath: string | undefined;
  readonly maxArtifactsPerSession: number;
  /** Bytes of one; 0 = no limit. */
  readonly maxArtifactBytes: number;
  /** A larger artifact is compressed. */
  readonly compressAboveBytes: number;
}

export interface ToolsConfig {
  readonly enabled: boolean;
  /** 0 = any number. */
  readonly callsPerMinute: number;
  readonly fileOperations: {
    readonly enabled: boolean;
    /** undefined = not configured: the temporary folder. */
    readonly allowedPaths: readonly string[] | undefined;
    readonly maxFileBytes: number;
    readonly atomicWrites: boolean;
    readonly maxDepth: number;
    /** Without a dot, in lower case; empty = all. */
    readonly allowedExtensions: readonly string[];
    readonly blockedExtensions: readonly string[];
  };
  readonly system: {
    readonly allowProcessExecution: boolean;
    readonly allowedCommands: readonly string[];
    readonly maxOutputBytes: number;
    /** 0 = no limit. */
    readonly commandTimeoutSeconds: number;
    /** undefined = not configured. */
    readonly allowedEnvVars: readonly string[] | undefined;
  };
  readonly http: {
    /** false: no host may be asked. */
    readonly allowNetworkAccess: boolean;
    readonly allowedHosts: readonly string[];
    readonly blockedHosts: readonly string[];
    /** Whether names may lead to addresses of this machine and of private networks. */
    readonly allowPrivateAddresses: boolean;
    readonly maxRequestBytes: number;
    readonly maxResponseBytes: number;
    /** 0 = no limit. */
    readonly timeoutSeconds: number;
    readonly maxRedirects: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Tries after the first. */
    readonly maxRetries: number;
    readonly verifyCertificates: boolean;
    /** Hosts that only `*` allows may be asked through a proxy, which picks their addresses. */
    readonly trustProxy: boolean;
  };
  /** Of the web tools. */
  readonly web: { readonly timeoutSeconds: number };
}

/** What `Debug.*` of scripts starts with. */
export interface DebugConfig {
  readonly enabled: boolean;
  readonly level: string;
  /** Entries that `Debug.getCapturedEntries` keeps; 0 = none. */
  readonly capturedEntries: number;
}

export interface Config {
  /** Absolute path of the file that counts most. */
  readonly file: string | undefined;
  /** Of all files that were read, profiles among them. */
  readonly files: readonly string[];
  /** What was asked for by name: with it, it can be loaded again. */
  readonly asked: { readonly file?: string | undefined; readonly profile?: string | undefined };
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
  /** Bytes one execution may write to stdout and stderr; 0 = no limit. */
  readonly outputLimitBytes: number;
  readonly logging: { readonly level: string | undefined; readonly file: string | undefined };
  readonly tools: ToolsConfig;
  readonly state: StateConfig;
  readonly session: SessionConfig;
  readonly debug: DebugConfig;
  /** Everything that was set, in the file's spelling, as JSON. */
  readonly raw: Readonly<Record<string, Json>>;
}

/** A request is not ended by a timer that nobody asked for. */
export const DEFAULT_PROVIDER_TIMEOUT_SECONDS = 0;
export const MEGABYTE = 1024 * 1024;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

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

/** What holds without a file. The schema tells the same defaults to people; a test compares the two. */
export const defaultConfig: Config = {
  file: undefined,
  files: [],
  asked: {},
  providers: new Map([['demo', demoProvider]]),
  defaultProvider: undefined,
  kernel: { port: 9555, ip: '127.0.0.1', connectionFile: undefined, maxExecutionTimeSeconds: 0 },
  memoryLimitBytes: 512 * MEGABYTE,
  outputLimitBytes: 0,
  logging: { level: undefined, file: undefined },
  tools: {
    enabled: true,
    callsPerMinute: 0,
    fileOperations: {
      enabled: true,
      allowedPaths: undefined,
      maxFileBytes: 50_000_000,
      atomicWrites: true,
      maxDepth: 10,
      allowedExtensions: [],
      blockedExtensions: ['exe', 'dll', 'so', 'dylib'],
    },
    system: { allowProcessExecution: false, allowedCommands: [], maxOutputBytes: 1_000_000, commandTimeoutSeconds: 0, allowedEnvVars: undefined },
    http: {
      allowNetworkAccess: true,
      allowedHosts: ['*'],
      blockedHosts: [],
      allowPrivateAddresses: false,
      maxRequestBytes: 10_000_000,
      maxResponseBytes: 10_000_000,
      timeoutSeconds: 30,
      maxRedirects: 5,
      headers: { 'User-Agent': 'llmspell-http/1.0' },
      maxRetries: 0,
      verifyCertificates: true,
      trustProxy: false,
    },
    web: { timeoutSeconds: 30 },
  },
  state: {
    backend: 'lmdb',
    path: undefined,
    cacheSizeBytes: 100 * MEGABYTE,
    maxValueBytes: 10_000_000,
    backup: { enabled: true, folder: undefined, compression: { encoding: 'gzip', level: 6 }, incremental: true, maxBackups: 10, maxAgeSeconds: 30 * DAY_SECONDS },
  },
  session: { maxSessions: 100, timeoutSeconds: DAY_SECONDS, artifactPath: undefined, maxArtifactsPerSession: 1000, maxArtifactBytes: 100 * MEGABYTE, compressAboveBytes: 10_240 },
  debug: { enabled: true, level: 'info', capturedEntries: 10_000 },
  raw: {},
};

/** Every secret in it, for the redactor. */
export function configSecrets(config: Config): string[] {
  const headers = Object.entries(config.tools.http.headers).flatMap(([name, value]) => (isSecretName(name) ? [value, value.replace(/^\S+\s+/, '')] : []));
  return [...[...config.providers.values()].flatMap(({ apiKey, baseUrl }) => [apiKey, passwordIn(baseUrl ?? '')]), ...headers].filter((secret) => secret !== undefined);
}
