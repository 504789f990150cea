/**
 * The TOML file's shape: every key that is understood, with its type. What has another spelling (aliases of the seeds and of the original
 * system) is listed here and nowhere else. Tables are strict, so that a mistyped key is found; sections whose parts come later are
 * checked for their names only. Loaded only when there is a file: zod takes longer to load than a short script to run.
 */
import { z } from 'zod';

const seconds = z.number().min(0);
const count = z.int().min(0);
const port = z.int().min(0).max(65535);
const anything = z.record(z.string(), z.unknown());

const provider = z.strictObject({
  name: z.string().optional(),
  provider_type: z.string().optional(),
  enabled: z.boolean().optional(),
  base_url: z.string().optional(),
  api_base: z.string().optional(),
  api_key: z.string().optional(),
  api_key_env: z.string().optional(),
  default_model: z.string().optional(),
  model: z.string().optional(),
  temperature: z.number().optional(),
  max_tokens: count.optional(),
  timeout_seconds: seconds.optional(),
  timeout: seconds.optional(),
  max_retries: count.optional(),
  retry: z
    .strictObject({
      max_retries: count.optional(),
      initial_delay_ms: count.optional(),
      max_delay_ms: count.optional(),
      backoff_multiplier: z.number().optional(),
    })
    .optional(),
  rate_limit: anything.optional(),
  circuit_breaker: z.strictObject({ enabled: z.boolean().optional(), failures: count.optional(), reset_secs: seconds.optional(), window_secs: seconds.optional() }).optional(),
  options: anything.optional(),
});
export type ProviderToml = z.infer<typeof provider>;

/** `[providers]` holds tables by name, and the name of the default one. */
const providers = z.object({ default_provider: z.string().optional() }).catchall(provider);

const kernel = z.strictObject({
  port: port.optional(),
  ip: z.string().optional(),
  transport: z.enum(['tcp', 'ipc']).optional(),
  connection_file: z.string().optional(),
  kernel_id: z.string().optional(),
  idle_timeout: seconds.optional(),
  idle_timeout_secs: seconds.optional(),
  max_clients: count.optional(),
  enable_debugging: z.boolean().optional(),
  enable_jupyter: z.boolean().optional(),
  enable_dap: z.boolean().optional(),
  enable_lsp: z.boolean().optional(),
  enable_repl: z.boolean().optional(),
  max_execution_time_secs: seconds.optional(),
  memory_limit_mb: count.optional(),
  max_memory_mb: count.optional(),
  max_message_size_mb: count.optional(),
  limits: z.strictObject({ max_memory_mb: count.optional(), max_message_size_mb: count.optional() }).optional(),
});

const tools = z
  .strictObject({
    enabled: z.boolean().optional(),
    rate_limit_per_minute: count.optional(),
    file_operations: z
      .strictObject({
        enabled: z.boolean().optional(),
        allowed_paths: z.array(z.string()).optional(),
        max_file_size: count.optional(),
        atomic_writes: z.boolean().optional(),
        max_depth: count.optional(),
        allowed_extensions: z.array(z.string()).optional(),
        blocked_extensions: z.array(z.string()).optional(),
        validate_file_types: z.boolean().optional(),
      })
      .optional(),
    system: z
      .strictObject({
        allow_process_execution: z.boolean().optional(),
        allowed_commands: z.union([z.string(), z.array(z.string())]).optional(),
        max_output_size: count.optional(),
        command_timeout_seconds: seconds.optional(),
        allowed_env_vars: z.union([z.string(), z.array(z.string())]).optional(),
      })
      .optional(),
    web: z.strictObject({ timeout: seconds.optional(), timeout_seconds: seconds.optional() }).optional(),
    web_search: anything.optional(),
    http_request: anything.optional(),
    network: anything.optional(),
    web_tools: anything.optional(),
    media: anything.optional(),
    database: anything.optional(),
    email: anything.optional(),
    data: anything.optional(),
    academic: anything.optional(),
    document: anything.optional(),
    search: anything.optional(),
  });

const daemon = z.strictObject({
  daemonize: z.boolean().optional(),
  pid_file: z.string().optional(),
  working_dir: z.string().optional(),
  stdout_path: z.string().optional(),
  stderr_path: z.string().optional(),
  close_stdin: z.boolean().optional(),
  umask: z.union([z.int(), z.string()]).optional(),
  log_file: z.string().optional(),
  logging: anything.optional(),
});

export const configSchema = z.strictObject({
  default_engine: z.literal('lua').optional(),
  providers: providers.optional(),
  kernel: kernel.optional(),
  logging: z.strictObject({ log_file: z.string().optional(), log_level: z.string().optional(), level: z.string().optional() }).optional(),
  global: z.strictObject({ log_level: z.string().optional() }).optional(),
  tools: tools.optional(),
  daemon: daemon.optional(),
  resources: z.strictObject({ profiles: z.record(z.string(), z.strictObject({ memory_limit: z.union([z.string(), z.number()]).optional() })).optional() }).optional(),
  state: z.strictObject({ backend: z.string().optional(), path: z.string().optional(), cache_size_mb: count.optional() }).optional(),
  session: z.strictObject({ max_sessions: count.optional(), session_timeout_hours: z.number().optional(), artifact_storage_path: z.string().optional() }).optional(),
  fleet: anything.optional(),
  tasks: anything.optional(),
  roles: anything.optional(),
  // Sections of the original system: accepted as they are, so that its files can be brought along.
  engines: anything.optional(),
  runtime: anything.optional(),
  hooks: anything.optional(),
  events: anything.optional(),
  debug: anything.optional(),
  rag: anything.optional(),
  storage: anything.optional(),
  profile: anything.optional(),
  metadata: anything.optional(),
  web: anything.optional(),
  monitoring: anything.optional(),
  signals: anything.optional(),
  protocols: anything.optional(),
  ide: anything.optional(),
});
export type ConfigToml = z.infer<typeof configSchema>;

/** The keys that are known in the table at `path`, for "did you mean". */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configSchema;
  for (const part of path) {
    const inner = unwrap(schema);
    schema = inner?.shape?.[String(part)] ?? inner?.catchall ?? inner?.valueType;
  }
  return Object.keys(unwrap(schema)?.shape ?? {});
}

interface TableSchema {
  shape?: Record<string, unknown>;
  catchall?: unknown;
  valueType?: unknown;
}

function unwrap(schema: unknown): TableSchema | undefined {
  let current = schema as { def?: { innerType?: unknown; shape?: Record<string, unknown>; catchall?: unknown; valueType?: unknown } } | undefined;
  while (current?.def?.innerType !== undefined) current = current.def.innerType as typeof current;
  return current?.def;
}
