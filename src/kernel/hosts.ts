/**
 * Which configuration holds for a script, and the Host that goes with it. Providers, their connections and limits are kept by configuration, not
 * by script, so launches with the same file share them. Files that were edited are read again, for the next script and for those that run: the
 * Host stays, with its agents, open files and requests, and gets the new configuration. Only what is kept on disk cannot move below a running
 * script; where that was edited, the next script gets another Host.
 */
import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, findConfigFiles, loadConfig, rememberOrigins, type Config, type ConfigChoice as NamedConfig, type LoadedConfig } from '../base/config/index.ts';
import type { Environment } from '../base/env.ts';
import { absolute } from '../base/paths.ts';
import type { Host } from '../runtime/host.ts';

/** A Host, and the configuration that it has now. */
export interface Configured {
  readonly config: Config;
  readonly host: Host;
}

export interface ConfigChoice {
  /** A file of the script's own. */
  readonly file?: string | undefined;
  /** Where the file is looked for; default: the kernel's working folder. */
  readonly cwd?: string | undefined;
  /** In place of the kernel's own. */
  readonly profile?: string | undefined;
}

export interface HostsOptions {
  readonly environment: Environment;
  /** What holds when no file is found. */
  readonly config: Config;
  /** Looks for the file with each script, instead of keeping to `config`. */
  readonly follow: boolean;
  /** A file that was edited and cannot be used is told, and scripts go on with what it said before; else they fail with what is wrong. */
  readonly keepWhenBroken: boolean;
  create(config: Config): Promise<Host>;
  /** Warnings of a file that was read. */
  report(loaded: LoadedConfig): void;
  /** The scripts that use `host` have another configuration. */
  reconfigured(config: Config, host: Host): void;
  /** Files were read again and say something else; once for each time. */
  changed(before: Config, after: Config): void;
  /** An edited file cannot be used; what it said before stays. Once for each edit. */
  broken(error: ConfigError): void;
  /** What the kernel's own scripts run under was read: what is not theirs is the kernel's. */
  own(config: Config): void;
  /** All files that count. */
  files(files: readonly string[]): void;
}

/** Where a configuration is loaded from. */
interface Source {
  readonly environment: Environment;
  readonly named: NamedConfig;
  /** Before it is read: profiles may add to them. */
  readonly files: readonly string[];
}

interface Kept {
  readonly host: Host;
  config: Config;
  /** The files that the configuration is made of, profiles among them. */
  readonly files: string;
  readonly users: Set<Entry>;
}

interface Entry {
  readonly source: Source;
  /** Files as they were when they were read. */
  stamps: Map<string, string>;
  /** Undefined: it could not be used, and is tried again. */
  configured: Promise<Kept> | undefined;
  /** One reading after the other: the later one changes what the earlier one has made. */
  readings: Promise<unknown>;
  /** The last that could be used. */
  last: Kept | undefined;
  /** That it cannot be used was told already. */
  told: string | undefined;
}

export class Hosts {
  private readonly entries = new Map<string, Entry>();
  private base: Promise<Kept> | undefined;
  private readonly hosts: Host[] = [];
  private readonly kept: Kept[] = [];

  /** The kernel was started with a file, which then holds for all its scripts; a user's own does not stand in a project's way. */
  private readonly hasOwnFile: boolean;

  constructor(private readonly options: HostsOptions) {
    const { named, project } = findConfigFiles(options.environment, options.config.asked.file);
    this.hasOwnFile = options.config.file !== undefined && options.config.file === (named ?? project);
  }

  /** Rejects with ConfigError. */
  async get(choice: ConfigChoice): Promise<Configured> {
    const source = this.sourceFor(choice);
    if (source === undefined) return (this.base ??= this.makeBase());
    const entry = this.entryOf(source);
    try {
      return await this.current(entry);
    } catch (error) {
      const before = entry.last ?? (this.isOwn(entry) && this.hasOwnFile ? await (this.base ??= this.makeBase()) : undefined);
      if (!this.options.keepWhenBroken || choice.file !== undefined || before === undefined) throw error;
      this.tellBroken(entry, error);
      return before;
    }
  }

  all(): readonly Host[] {
    return this.hosts;
  }

  /** Reads files again that were edited, or `all`, and gives running scripts what they say. What cannot be used is told and changes nothing. */
  async refresh(all = false): Promise<void> {
    for (const entry of this.entries.values()) {
      // Gone: a script that starts now finds another one; one that runs keeps what it has.
      if ([...entry.stamps.keys()].every((file) => stampOf(file) === NO_FILE)) continue;
      if (all) entry.configured = undefined;
      await this.current(entry).catch((error: unknown) => this.tellBroken(entry, error));
    }
  }

  /** undefined: the kernel's own configuration holds. */
  private sourceFor({ file, cwd, profile: own }: ConfigChoice): Source | undefined {
    const { environment, config, follow } = this.options;
    const folder = cwd ?? environment.cwd;
    const profile = own ?? config.asked.profile;
    if (file !== undefined) return source({ ...environment, cwd: folder }, { file: absolute(file, folder), profile });
    if (!follow && own === undefined) return undefined;
    const found = source(this.hasOwnFile ? environment : { ...environment, cwd: folder }, { ...config.asked, profile });
    return found.files.length === 0 && own === undefined ? undefined : found;
  }

  private entryOf(from: Source): Entry {
    const key = keyOf(from);
    let entry = this.entries.get(key);
    if (entry === undefined) this.entries.set(key, (entry = { source: from, stamps: new Map<string, string>(), configured: undefined, readings: Promise.resolve(), last: undefined, told: undefined }));
    return entry;
  }

  private current(entry: Entry): Promise<Kept> {
    const { configured } = entry;
    if (configured !== undefined && [...entry.stamps].every(([file, stamp]) => stampOf(file) === stamp)) return configured;
    entry.stamps = new Map(entry.source.files.map((file) => [file, stampOf(file)]));
    const reading = entry.readings.then(() => this.read(entry));
    entry.configured = reading;
    entry.readings = reading.catch(() => undefined);
    // What made it fail may be mended without an edit (its mode, its folder).
    reading.catch(() => {
      if (entry.configured === reading) entry.configured = undefined;
    });
    return reading;
  }

  private async read(entry: Entry): Promise<Kept> {
    const { environment, named } = entry.source;
    const loaded = await loadConfig(environment, named);
    for (const file of loaded.files) if (!entry.stamps.has(file)) entry.stamps.set(file, stampOf(file));
    const before = entry.last?.config ?? this.startedWith(entry, loaded);
    const isSame = before !== undefined && isDeepStrictEqual(before, loaded.config);
    if (!isSame) this.options.report(loaded);
    const kept = await this.keptFor(entry, loaded);
    entry.last = kept;
    entry.told = undefined;
    if (this.isOwn(entry)) this.options.own(loaded.config);
    if (before !== undefined && !isSame) this.options.changed(before, loaded.config);
    this.options.files([...new Set([...this.entries.values()].flatMap(({ stamps }) => [...stamps.keys()]))]);
    return kept;
  }

  /** The Host for what was loaded: one that is there already, if it keeps its things in the same places. The others get what they can. */
  private async keptFor(entry: Entry, { config, files, originOf }: LoadedConfig): Promise<Kept> {
    const identity = identityOf(entry.source.named.profile, files);
    const mine = this.kept.filter(({ files: others, users }) => others === identity || (users.has(entry) && users.size === 1));
    let found: Kept | undefined;
    for (const kept of mine) {
      if (keepsAlike(kept.config, config)) found = kept;
      this.reconfigure(kept, { ...config, state: kept.config.state, session: kept.config.session });
      // Lines may have moved without a change of what they say.
      rememberOrigins(kept.config, originOf);
    }
    if (found === undefined) this.kept.push((found = { config, host: await this.create(config), files: identity, users: new Set() }));
    found.users.add(entry);
    return found;
  }

  private reconfigure(kept: Kept, config: Config): void {
    if (isDeepStrictEqual(kept.config, config)) return;
    kept.config = config;
    kept.host.reconfigure(config);
    this.options.reconfigured(config, kept.host);
  }

  private isOwn(entry: Entry): boolean {
    const own = this.sourceFor({});
    return own !== undefined && this.entries.get(keyOf(own)) === entry;
  }

  private tellBroken(entry: Entry, error: unknown): void {
    if (!(error instanceof ConfigError)) throw error;
    if (entry.told === error.message) return;
    entry.told = error.message;
    this.options.broken(error);
  }

  /** The kernel has read its own files once before there were Hosts. */
  private startedWith(entry: Entry, { files }: LoadedConfig): Config | undefined {
    const { config } = this.options;
    return this.isOwn(entry) && isDeepStrictEqual(config.files, files) ? config : undefined;
  }

  private async makeBase(): Promise<Kept> {
    const { config } = this.options;
    const kept: Kept = { config, host: await this.create(config), files: identityOf(config.asked.profile, config.files), users: new Set() };
    this.kept.push(kept);
    return kept;
  }

  private async create(config: Config): Promise<Host> {
    const host = await this.options.create(config);
    this.hosts.push(host);
    return host;
  }
}

function source(environment: Environment, named: NamedConfig): Source {
  const { named: file, project, user } = findConfigFiles(environment, named.file);
  return { environment, named, files: [file, user, project].filter((path) => path !== undefined) };
}

/** With the folder: it may have profiles of its own. */
const keyOf = ({ environment, named, files }: Source): string => [environment.cwd, named.profile ?? '', ...files].join('\0');

/** Built-in profiles are no files. */
const identityOf = (profile: string | undefined, files: readonly string[]): string => [profile ?? '', ...files].join('\0');

/** What a Host opens once and keeps. */
const keepsAlike = (a: Config, b: Config): boolean => isDeepStrictEqual([a.state, a.session], [b.state, b.session]);

const NO_FILE = '';

/** Changes when the file does. */
function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? NO_FILE : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
