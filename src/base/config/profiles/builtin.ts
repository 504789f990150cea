/**
 * The built-in profiles, as TOML texts: layers of four kinds - `bases/` (what runs), `features/` (what it can), `envs/` (how it logs), `backends/` (where it
 * keeps things) - and ready combinations of them, under the original system's names. They set only what has an effect.
 */
export interface BuiltinProfile {
  readonly description: string;
  readonly text: string;
}

const layer = (description: string, text: string): BuiltinProfile => ({ description, text });

const combination = (description: string, extended: readonly string[], text = ''): BuiltinProfile => ({
  description,
  text: `[profile]\nextends = [${extended.map((name) => `"${name}"`).join(', ')}]\n${text}`,
});

/** All of them through the OpenAI protocol, which each of them offers. */
const CLOUD_PROVIDERS = `
[providers.openai]
provider_type = "openai"
api_key_env = "OPENAI_API_KEY"

[providers.anthropic]
provider_type = "openai_compatible"
base_url = "https://api.anthropic.com/v1"
api_key_env = "ANTHROPIC_API_KEY"

[providers.gemini]
provider_type = "openai_compatible"
base_url = "https://generativelanguage.googleapis.com/v1beta/openai"
api_key_env = "GEMINI_API_KEY"
`;

const OLLAMA = `
[providers]
default_provider = "ollama"

[providers.ollama]
provider_type = "openai_compatible"
base_url = "http://127.0.0.1:11434/v1"
`;

const defaultProvider = (name: string): string => `\n[providers]\ndefault_provider = "${name}"\n`;

const LMDB = layer('State on disk, in one store for all kernels.', '[state]\nbackend = "lmdb"\n');

export const BUILTIN_PROFILES: Readonly<Record<string, BuiltinProfile>> = {
  minimal: combination('Tools and the demo provider, nothing kept.', ['bases/cli', 'features/minimal', 'backends/memory']),
  default: combination('The same as minimal.', ['bases/cli', 'features/minimal', 'backends/memory']),
  development: combination('Cloud providers, a talkative log, nothing kept.', ['bases/cli', 'features/llm', 'envs/dev', 'backends/memory']),
  providers: combination('OpenAI, Anthropic and Gemini, with keys from the environment; nothing kept.', ['bases/cli', 'features/llm', 'backends/memory']),
  state: combination('State in memory.', ['bases/cli', 'features/state', 'backends/memory']),
  sessions: combination('State, sessions and artifacts on disk.', ['bases/cli', 'features/state', 'backends/lmdb']),
  ollama: combination('Local models of Ollama.', ['bases/cli', 'features/llm-local', 'backends/lmdb']),
  'daemon-dev': combination('A long-running kernel with all there is and a talkative log.', ['bases/daemon', 'features/full', 'envs/dev', 'backends/lmdb']),
  'daemon-prod': combination('A long-running kernel with all there is and a quiet log.', ['bases/daemon', 'features/full', 'envs/prod', 'backends/lmdb']),
  'openai-prod': combination('All there is, OpenAI by default.', ['bases/cli', 'features/full', 'envs/prod', 'backends/lmdb'], defaultProvider('openai')),
  'claude-prod': combination('All there is, Anthropic by default.', ['bases/cli', 'features/full', 'envs/prod', 'backends/lmdb'], defaultProvider('anthropic')),
  'gemini-prod': combination('All there is, Gemini by default.', ['bases/cli', 'features/full', 'envs/prod', 'backends/lmdb'], defaultProvider('gemini')),
  'full-local-ollama': combination('All there is, local models of Ollama by default.', ['bases/cli', 'features/full', 'features/llm-local', 'envs/dev', 'backends/lmdb']),
  research: combination('All there is, and everything is logged.', ['bases/cli', 'features/full', 'envs/dev', 'backends/lmdb'], '\n[logging]\nlog_level = "trace"\n\n[debug]\nlevel = "trace"\n'),

  'bases/cli': layer('Scripts in a terminal.', '[logging]\nlog_level = "warn"\n'),
  'bases/daemon': layer('A long-running kernel.', '[logging]\nlog_level = "info"\n\n[kernel.limits]\nmax_memory_mb = 2048\n'),
  'bases/embedded': layer('A kernel inside of another program.', '[logging]\nlog_level = "error"\n\n[kernel.limits]\nmax_memory_mb = 256\n'),
  'bases/testing': layer('Tests: canned answers, and a limit of time.', '[providers]\ndefault_provider = "demo"\n\n[logging]\nlog_level = "error"\n\n[kernel]\nmax_execution_time_secs = 60\n'),

  'features/minimal': layer('The demo provider only, which needs no key.', '[providers]\ndefault_provider = "demo"\n'),
  'features/llm': layer('OpenAI, Anthropic and Gemini.', CLOUD_PROVIDERS),
  'features/llm-local': layer('Local models of Ollama.', OLLAMA),
  'features/state': layer('State, sessions and artifacts.', '[state]\nbackend = "lmdb"\n'),
  'features/full': combination('All there is in this version.', ['features/llm', 'features/state']),

  'envs/dev': layer('A talkative log.', '[logging]\nlog_level = "info"\n\n[debug]\nlevel = "debug"\n'),
  'envs/staging': layer('The log of a trial run.', '[logging]\nlog_level = "info"\n\n[debug]\nlevel = "info"\n'),
  'envs/prod': layer('A quiet log.', '[logging]\nlog_level = "warn"\n\n[debug]\nlevel = "warn"\n'),
  'envs/perf': layer('Errors only.', '[logging]\nlog_level = "error"\n\n[debug]\nlevel = "error"\n'),

  'backends/memory': layer('Nothing outlives the kernel.', '[state]\nbackend = "memory"\n'),
  'backends/lmdb': LMDB,
  'backends/sqlite': LMDB,
};

/** Profiles of the original system for what is not in this version. */
export const ABSENT_PROFILES: Readonly<Record<string, string>> = {
  candle: 'local models without Ollama',
  memory: 'memory of conversations',
  'memory-development': 'memory of conversations',
  'rag-dev': 'RAG',
  'rag-prod': 'RAG',
  'rag-perf': 'RAG',
  'postgres-prod': 'PostgreSQL',
  web: 'the web interface',
  'web-development': 'the web interface',
  'features/rag': 'RAG',
  'features/memory': 'memory of conversations',
  'backends/postgres': 'PostgreSQL',
};
