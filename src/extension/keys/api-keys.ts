/**
 * API keys in VS Code's secret storage, and the handing over of them to kernels: when one starts, and when a key changes, in whatever window.
 * They are never written by us. One secret holds all of them, so that no list of names has to be kept beside.
 */

/** VS Code's `SecretStorage`, as far as it is used. */
export interface SecretStorage {
  get(key: string): Thenable<string | undefined>;
  store(key: string, value: string): Thenable<void>;
  delete(key: string): Thenable<void>;
  onDidChange(listener: (change: { readonly key: string }) => void): { dispose(): void };
}

/** By provider name. */
export type Keys = Readonly<Record<string, string>>;

/** Whoever takes keys: a kernel. */
export interface KeyTaker {
  /** Resolves when it has them. */
  setSecrets(keys: Keys): Promise<void>;
  /** Resolves when it is gone. */
  readonly exited: Promise<unknown>;
}

const SECRET = 'llmspell.apiKeys';

/** A storage that has to be unlocked first keeps no kernel from starting; its keys come when they come. */
const START_WAIT_MS = 2000;

export class ApiKeys {
  readonly #storage: SecretStorage;
  readonly #log: (message: string) => void;
  readonly #subscription: { dispose(): void };
  readonly #kernels = new Set<KeyTaker>();
  /** Changes are made one after the other. */
  #changes: Promise<unknown> = Promise.resolve();

  constructor(storage: SecretStorage, log: (message: string) => void) {
    this.#storage = storage;
    this.#log = log;
    this.#subscription = storage.onDidChange(({ key }) => {
      if (key === SECRET) void this.#handOverToAll();
    });
  }

  async providers(): Promise<string[]> {
    return Object.keys(await this.#read()).sort();
  }

  /** Resolves when the kernel that is up has it too. Rejects when the storage does not take it. */
  set(provider: string, key: string): Promise<void> {
    return this.#change((keys) => ({ ...keys, [provider]: key }));
  }

  remove(provider: string): Promise<void> {
    return this.#change((keys) => Object.fromEntries(Object.entries(keys).filter(([name]) => name !== provider)));
  }

  /** For a kernel that has just come up: resolves when it has the keys, or cannot have them yet. */
  async introduce(kernel: KeyTaker): Promise<void> {
    this.#kernels.add(kernel);
    void kernel.exited.then(() => this.#kernels.delete(kernel));
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => (timer = setTimeout(resolve, START_WAIT_MS)));
    await Promise.race([this.#handOver(kernel), waited]);
    clearTimeout(timer);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #handOverToAll(): Promise<void> {
    await Promise.all([...this.#kernels].map((kernel) => this.#handOver(kernel)));
  }

  async #handOver(kernel: KeyTaker): Promise<void> {
    try {
      await kernel.setSecrets(await this.#read());
    } catch (error) {
      this.#log(`The kernel has no keys of VS Code's secret storage: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #change(edit: (keys: Keys) => Keys): Promise<void> {
    const changed = this.#changes.then(async () => {
      const keys = edit(await this.#read());
      if (Object.keys(keys).length === 0) await this.#storage.delete(SECRET);
      else await this.#storage.store(SECRET, JSON.stringify(keys));
      await this.#handOverToAll();
    });
    this.#changes = changed.catch(() => undefined);
    return changed;
  }

  async #read(): Promise<Keys> {
    const text = await this.#storage.get(SECRET);
    return text === undefined ? {} : (JSON.parse(text) as Keys);
  }
}
