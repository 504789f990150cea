/** The arguments a script was last started with, by its path: kept with the workspace, for the files that were started last. */

/** VS Code's Memento. */
export interface Store {
  get<T>(key: string, otherwise: T): T;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'llmspell.arguments';
const MAX_FILES = 200;

export class RememberedArguments {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** As they were typed; empty for a file that was never started with any. */
  of(file: string): string {
    return this.#lines().find(([path]) => path === file)?.[1] ?? '';
  }

  async remember(file: string, line: string): Promise<void> {
    const others = this.#lines().filter(([path]) => path !== file);
    await this.#store.update(KEY, [...others, [file, line]].slice(-MAX_FILES));
  }

  /** The one that was started last is the last. */
  #lines(): readonly (readonly [path: string, line: string])[] {
    return this.#store.get(KEY, []);
  }
}
