/**
 * The stores of a kernel, one for each place: scripts under different configurations that name the same folder share what is in it. A store is
 * opened when something is kept or asked for the first time; so a script that keeps nothing loads no native part and makes no folder.
 */
import { existsSync, linkSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../base/config/index.ts';
import type { Environment } from '../../base/env.ts';
import { homeFolder } from '../../base/folders.ts';
import { storeClosed } from './errors.ts';
import type { Store, StoreTransaction } from './store.ts';

export interface StoresOptions {
  readonly environment: Environment;
  /** Keeps everything in memory, whatever is configured. */
  readonly inMemory?: boolean;
  /** Told when lmdb cannot be loaded, and what that means. */
  readonly warn: (message: string) => void;
  /** For tests: stands for a platform without lmdb. */
  readonly loadLmdb?: () => Promise<unknown>;
}

const MEMORY = 'memory';

export class Stores {
  private readonly opened = new Map<string, Promise<Store>>();
  /** Asked with every call. */
  private readonly places = new WeakMap<Config, string>();
  private isClosed = false;

  constructor(private readonly options: StoresOptions) {}

  /** Rejects with StoreError. What failed is tried again the next time. */
  open(config: Config): Promise<Store> {
    if (this.isClosed) return Promise.reject(storeClosed('all of this kernel'));
    const place = this.placeOf(config);
    const known = this.opened.get(place);
    if (known !== undefined) return known;
    const opening = place === MEMORY ? openMemory() : this.openLmdb(place);
    this.opened.set(place, opening);
    opening.catch(() => this.opened.delete(place));
    return opening;
  }

  /**
   * Makes a damaged store anew, with what `fill` writes, and takes the old one's place in one step. The damaged file stays beside it under
   * another name.
   */
  async rebuild(config: Config, fill: (tx: StoreTransaction) => void): Promise<Store> {
    const place = this.placeOf(config);
    const old = this.opened.get(place);
    this.opened.delete(place);
    await old?.then((store) => store.close()).catch(() => undefined);
    if (place !== MEMORY) await replaceFile(place, fill);
    const store = await this.open(config);
    if (place === MEMORY) await store.transaction(fill);
    return store;
  }

  private placeOf(config: Config): string {
    let place = this.places.get(config);
    if (place === undefined) this.places.set(config, (place = this.options.inMemory || config.state.backend === 'memory' ? MEMORY : this.folderOf(config)));
    return place;
  }

  /** Something about what is kept that the user should know. */
  warn(message: string): void {
    this.options.warn(message);
  }

  /** The folder of the store on disk, whether it is there or not. */
  folderOf(config: Config): string {
    return this.folder(config, config.state.path, 'state');
  }

  backupFolderOf(config: Config): string {
    return this.folder(config, config.state.backup.folder, 'backups');
  }

  /** Where large contents of artifacts go. */
  artifactFolderOf(config: Config): string {
    const { artifactPath } = config.session;
    return artifactPath === undefined ? join(this.folderOf(config), 'artifacts') : this.folder(config, artifactPath, 'artifacts');
  }

  /** Where all of it lies. */
  foldersOf(config: Config): readonly string[] {
    return [this.folderOf(config), this.backupFolderOf(config), this.artifactFolderOf(config)];
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const closing = [...this.opened.values()].map(async (opening) => (await opening).close());
    await Promise.allSettled(closing);
  }

  /** As it stands in the configuration: relative to its file, or below the user's home. */
  private folder({ file }: Config, configured: string | undefined, standard: string): string {
    const { environment } = this.options;
    if (configured === undefined) return join(homeFolder(environment), standard);
    if (configured === '~' || configured.startsWith('~/')) return join(environment.home, configured.slice(1));
    return resolve(file === undefined ? environment.cwd : dirname(file), configured);
  }

  private async openLmdb(folder: string): Promise<Store> {
    try {
      await (this.options.loadLmdb ?? loadLmdb)();
    } catch (error) {
      this.options.warn(`${(error as Error).message}. What scripts keep in ${folder} is not there, and what they keep now is forgotten with this kernel`);
      return openMemory();
    }
    const { lmdbStore } = await import('./lmdb-store.ts');
    return lmdbStore(folder);
  }
}

async function replaceFile(folder: string, fill: (tx: StoreTransaction) => void): Promise<void> {
  const { DATA_FILE, lmdbStore } = await import('./lmdb-store.ts');
  const fresh = mkdtempSync(join(folder, 'rebuilding-'));
  try {
    const store = await lmdbStore(fresh);
    await store.transaction(fill);
    await store.close();
    const file = join(folder, DATA_FILE);
    if (existsSync(file)) linkSync(file, join(folder, `damaged-${new Date().toISOString().replace(/[-:.]/g, '')}.mdb`));
    renameSync(join(fresh, DATA_FILE), file);
    // It knew the readers of the old file.
    rmSync(join(folder, 'lock.mdb'), { force: true });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

const loadLmdb = async (): Promise<unknown> => (await import('./lmdb-native.ts')).loadLmdb();
const openMemory = async (): Promise<Store> => (await import('./memory-store.ts')).memoryStore();
