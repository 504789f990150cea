/**
 * Which configuration holds for a script, and the Host that goes with it. Providers, their connections and limits are kept by configuration, not
 * by script, so launches with the same file share them. A file is read again when it has changed.
 */
import { statSync } from 'node:fs';
import { findConfigFile, loadConfig, type Config, type LoadedConfig } from '../base/config/index.ts';
import type { Environment } from '../base/env.ts';
import { absolute } from '../base/paths.ts';
import type { Host } from '../runtime/host.ts';

export interface Configured {
  readonly config: Config;
  readonly host: Host;
}

export interface ConfigChoice {
  /** A file of the script's own. */
  readonly file?: string | undefined;
  /** Where the file is looked for; default: the kernel's working folder. */
  readonly cwd?: string | undefined;
}

export interface HostsOptions {
  readonly environment: Environment;
  /** What holds when no file is found. */
  readonly config: Config;
  /** Looks for the file with each script, instead of keeping to `config`. */
  readonly follow: boolean;
  create(config: Config): Promise<Host>;
  /** Warnings of a file that was read. */
  report(loaded: LoadedConfig): void;
}

export class Hosts {
  private readonly files = new Map<string, { readonly modified: number; readonly configured: Promise<Configured> }>();
  private base: Promise<Configured> | undefined;
  private readonly hosts: Host[] = [];

  constructor(private readonly options: HostsOptions) {}

  /** Rejects with ConfigError. */
  get(choice: ConfigChoice): Promise<Configured> {
    const path = this.fileFor(choice);
    if (path === undefined) return (this.base ??= this.make(this.options.config));
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const known = this.files.get(path);
    if (known?.modified === modified) return known.configured;
    const configured = this.read(path);
    this.files.set(path, { modified, configured });
    // What made it fail may be mended without an edit (its mode, its folder).
    configured.catch(() => {
      if (this.files.get(path)?.configured === configured) this.files.delete(path);
    });
    return configured;
  }

  all(): readonly Host[] {
    return this.hosts;
  }

  private fileFor({ file, cwd }: ConfigChoice): string | undefined {
    const { environment, config, follow } = this.options;
    const folder = cwd ?? environment.cwd;
    if (file !== undefined) return absolute(file, folder);
    if (!follow) return undefined;
    return config.file ?? findConfigFile({ ...environment, cwd: folder });
  }

  private async read(path: string): Promise<Configured> {
    const loaded = await loadConfig(this.options.environment, path);
    this.options.report(loaded);
    return this.make(loaded.config);
  }

  private async make(config: Config): Promise<Configured> {
    const host = await this.options.create(config);
    this.hosts.push(host);
    return { config, host };
  }
}
