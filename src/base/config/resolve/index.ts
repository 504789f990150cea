/** Turns a checked TOML document into the `Config` the program reads: aliases become one value, defaults are filled in. */
import type { Json } from '../../../common/json.ts';
import { MEGABYTE, defaultConfig, type Config } from '../config.ts';
import type { ConfigToml } from '../schema/index.ts';
import { memoryLimit } from './limits.ts';
import { logLevel, resolveDebug } from './logging.ts';
import { resolveProviders } from './providers.ts';
import type { Report } from './report.ts';
import { resolveSession, resolveState } from './state.ts';
import { resolveTools } from './tools.ts';

export function resolveConfig({ file, files, asked }: Pick<Config, 'file' | 'files' | 'asked'>, toml: ConfigToml, report: Report): Config {
  const { kernel = {} } = toml;
  if (toml.rag !== undefined) report('warning', ['rag'], 'the [rag] section is read and kept, but this version has no RAG');
  return {
    file,
    files,
    asked,
    providers: resolveProviders(toml, report),
    defaultProvider: toml.providers?.default_provider,
    kernel: {
      port: kernel.port ?? defaultConfig.kernel.port,
      ip: kernel.ip ?? defaultConfig.kernel.ip,
      connectionFile: kernel.connection_file,
      maxExecutionTimeSeconds: kernel.max_execution_time_secs ?? defaultConfig.kernel.maxExecutionTimeSeconds,
    },
    memoryLimitBytes: memoryLimit(toml, report),
    outputLimitBytes: (kernel.limits?.max_output_mb ?? 0) * MEGABYTE,
    logging: {
      level: logLevel(toml, report),
      file: toml.logging?.log_file ?? toml.daemon?.log_file,
    },
    tools: resolveTools(toml, report),
    state: resolveState(toml, report),
    session: resolveSession(toml, report),
    debug: resolveDebug(toml, report),
    raw: toml as unknown as Record<string, Json>,
  };
}
