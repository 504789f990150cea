/**
 * Notices edits of configuration files, so that scripts that run get them too. Folders are watched, as editors put a new file in the place of the
 * old one. Where the system cannot watch (a network's disk, too many watches), nothing is lost but the notice: files are looked at with each
 * script and at each reload.
 */
import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { realPath } from '../base/paths.ts';

/** An editor writes a file in several steps; a file that is only half there is not to be read. */
const SETTLE_MS = 100;

interface Folder {
  readonly watcher: FSWatcher;
  readonly names: Set<string>;
}

export class ConfigWatch {
  private readonly folders = new Map<string, Folder>();
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly changed: () => void,
    private readonly unable: (folder: string, reason: string) => void,
  ) {}

  /** From now on these too; absolute. Where a name is a symlink, what it leads to is watched as well. */
  add(files: readonly string[]): void {
    if (this.isClosed) return;
    for (const file of new Set(files.flatMap((name) => [name, realPath(name)]))) this.folder(dirname(file))?.names.add(basename(file));
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    for (const { watcher } of this.folders.values()) watcher.close();
    this.folders.clear();
  }

  private folder(path: string): Folder | undefined {
    const known = this.folders.get(path);
    if (known !== undefined) return known;
    try {
      const names = new Set<string>();
      // A kernel does not live for its configuration.
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        if (name === null || names.has(name)) this.noticed();
      });
      const folder: Folder = { watcher, names };
      watcher.on('error', (error) => {
        watcher.close();
        this.folders.delete(path);
        this.unable(path, error.message);
      });
      this.folders.set(path, folder);
      return folder;
    } catch (error) {
      this.unable(path, (error as Error).message);
      return undefined;
    }
  }

  private noticed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(), SETTLE_MS);
    this.timer.unref();
  }
}
