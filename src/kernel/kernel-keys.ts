/**
 * The API keys that a kernel has besides those of configuration and environment: what its editor has handed over, and what `llmspell keys`
 * keeps. Each is told to the redactor before anybody can use it.
 */
import type { Environment } from '../base/env.ts';
import { keyFilePath } from '../base/folders.ts';
import type { KeyStore } from '../base/keys/key-store.ts';
import type { Redactor } from '../base/redact.ts';
import type { StoredKeys } from '../runtime/providers/api-key.ts';

export interface KernelKeysOptions {
  readonly environment: Environment;
  readonly redactor: Redactor;
  /** What was mended, and why a key cannot be had. */
  readonly warn: (message: string) => void;
}

export class KernelKeys {
  /** By provider name; no file holds them. */
  readonly secrets = new Map<string, string>();
  readonly stored: StoredKeys;
  readonly #options: KernelKeysOptions;
  #secretStorage: string | undefined;
  #store: Promise<KeyStore> | undefined;

  constructor(options: KernelKeysOptions) {
    this.#options = options;
    this.stored = { path: keyFilePath(options.environment), get: (provider) => this.#get(provider) };
  }

  /** How the editor calls the place its keys are from; undefined as long as no editor has spoken. */
  get secretStorage(): string | undefined {
    return this.#secretStorage;
  }

  /** All that the editor has, in place of those it had before. */
  setSecrets(secrets: Readonly<Record<string, string>>, storage: string | undefined): void {
    this.#secretStorage = storage;
    this.secrets.clear();
    for (const [provider, key] of Object.entries(secrets)) {
      this.#options.redactor.add(key);
      this.secrets.set(provider, key);
    }
  }

  async #get(provider: string): Promise<string | undefined> {
    const key = await (await this.#open()).get(provider);
    this.#options.redactor.add(key);
    return key;
  }

  /** Loaded on first use: most kernels have their keys from elsewhere. */
  #open(): Promise<KeyStore> {
    const { environment, warn } = this.#options;
    return (this.#store ??= import('../base/keys/key-store.ts').then(({ KeyStore }) => new KeyStore(environment, { notice: warn })));
  }
}
