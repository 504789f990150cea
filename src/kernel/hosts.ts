/**
 * Which configuration holds for a script, and the Host that goes with it. Providers, their connections and limits are kept by configuration, not
 * by script, so launches with the same file share them. A file is read again when it has changed.
 */
import { statSync } from 'node:fs';
import { findConfigFiles, loadConfig, type Config, type ConfigChoice as NamedConfig, type LoadedConfig } from '../base/config/index.ts';
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

/** Where a configuration is loaded from. */
interface Source {
  readonly environment: Environment;
  readonly named: NamedConfig;
  /** Before it is read: profiles may add to them. */
  readonly files: readonly string[];
}

interface Loaded {
  /** Files with the time of their last change. */
  readonly stamps: Map<string, number>;
  readonly configured: Promise<Configured>;
}

export class Hosts {
  private readonly loaded = new Map<string, Loaded>();
  private base: Promise<Configured> | undefined;
  private readonly hosts: Host[] = [];

  /** The kernel was started with a file, which then holds for all its scripts; a user's own does not stand in a project's way. */
  private readonly hasOwnFile: boolean;

  constructor(private readonly options: HostsOptions) {
    const { named, project } = findConfigFiles(options.environment, options.config.asked.file);
    this.hasOwnFile = options.config.file !== undefined && options.config.file === (named ?? project);
  }

  /** Rejects with ConfigError. */
  get(choice: ConfigChoice): Promise<Configured> {
    const source = this.sourceFor(choice);
    if (source === undefined) return (this.base ??= this.make(this.options.config));
    const key = source.files.join('\0');
    const known = this.loaded.get(key);
    if (known && [...known.stamps].every(([file, stamp]) => modified(file) === stamp)) return known.configured;
    const stamps = new Map(source.files.map((file) => [file, modified(file)]));
    const loaded: Loaded = { stamps, configured: this.read(source, stamps) };
    this.loaded.set(key, loaded);
    // What made it fail may be mended without an edit (its mode, its folder).
    loaded.configured.catch(() => {
      if (this.loaded.get(key) === loaded) this.loaded.delete(key);
    });
    return loaded.configured;
  }

  all(): readonly Host[] {
    return this.hosts;
  }

  /** undefined: the kernel's own configuration holds. */
  private sourceFor({ file, cwd }: ConfigChoice): Source | undefined {
    const { environment, config, follow } = this.options;
    const folder = cwd ?? environment.cwd;
    const { profile } = config.asked;
    if (file !== undefined) return source({ ...environment, cwd: folder }, { file: absolute(file, folder), profile });
    if (!follow) return undefined;
    const found = source(this.hasOwnFile ? environment : { ...environment, cwd: folder }, config.asked);
    return found.files.length === 0 ? undefined : found;
  }

  private async read({ environment, named }: Source, stamps: Map<string, number>): Promise<Configured> {
    const loaded = await loadConfig(environment, named);
    for (const file of loaded.files) if (!stamps.has(file)) stamps.set(file, modified(file));
    this.options.report(loaded);
    return this.make(loaded.config);
  }

  private async make(config: Config): Promise<Configured> {
    const host = await this.options.create(config);
    this.hosts.push(host);
    return { config, host };
  }
}

function source(environment: Environment, named: NamedConfig): Source {
  const { named: file, project, user } = findConfigFiles(environment, named.file);
  return { environment, named, files: [file, user, project].filter((path) => path !== undefined) };
}

const modified = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
