/**
 * One Host for each configuration: providers, their connections and limits are kept by configuration, not by script, so two launches
 * with the same file share them. A file is read again when it has changed.
 */
import { statSync } from 'node:fs';
import { loadConfig, type Config, type LoadedConfig } from '../base/config/index.ts';
import type { Environment } from '../base/env.ts';
import { absolute } from '../base/paths.ts';
import type { Host } from '../runtime/host.ts';

export interface Configured {
  readonly config: Config;
  readonly host: Host;
}

export class Hosts {
  private readonly files = new Map<string, { readonly modified: number; readonly configured: Configured }>();
  private base: Promise<Configured> | undefined;
  private readonly hosts: Host[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly baseConfig: Config,
    private readonly create: (config: Config) => Promise<Host>,
    private readonly report: (loaded: LoadedConfig) => void,
  ) {}

  /** The kernel's own configuration, or the one of `file` (relative to the kernel's cwd). Rejects with ConfigError. */
  async get(file?: string): Promise<Configured> {
    if (file === undefined) return (this.base ??= this.make(this.baseConfig));
    const path = absolute(file, this.environment.cwd);
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const known = this.files.get(path);
    if (known?.modified === modified) return known.configured;
    const loaded = await loadConfig(this.environment, path);
    this.report(loaded);
    const configured = await this.make(loaded.config);
    this.files.set(path, { modified, configured });
    return configured;
  }

  all(): readonly Host[] {
    return this.hosts;
  }

  private async make(config: Config): Promise<Configured> {
    const host = await this.create(config);
    this.hosts.push(host);
    return { config, host };
  }
}
