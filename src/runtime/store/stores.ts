/**
 * The stores of a kernel, one for each place: scripts under different configurations that name the same folder share what is in it. A store is
 * opened when something is kept or asked for the first time; so a script that keeps nothing loads no native part and makes no folder.
 */
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../base/config/index.ts';
import type { Environment } from '../../base/env.ts';
import { homeFolder } from '../../base/folders.ts';
import { storeClosed } from './errors.ts';
import type { Store } from './store.ts';

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
  private isClosed = false;

  constructor(private readonly options: StoresOptions) {}

  /** Rejects with StoreError. What failed is tried again the next time. */
  open(config: Config): Promise<Store> {
    if (this.isClosed) return Promise.reject(storeClosed('all of this kernel'));
    const place = this.options.inMemory || config.state.backend === 'memory' ? MEMORY : this.folderOf(config);
    const known = this.opened.get(place);
    if (known !== undefined) return known;
    const opening = place === MEMORY ? openMemory() : this.openLmdb(place);
    this.opened.set(place, opening);
    opening.catch(() => this.opened.delete(place));
    return opening;
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

const loadLmdb = async (): Promise<unknown> => (await import('./lmdb-native.ts')).loadLmdb();
const openMemory = async (): Promise<Store> => (await import('./memory-store.ts')).memoryStore();
