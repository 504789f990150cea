/**
 * The keys that `llmspell keys` keeps for a user: in the system's keychain where there is one that works, else in the key file. The file
 * says where each key lies, so that nobody asks the keychain for keys it does not have.
 */
import { statSync } from 'node:fs';
import type { Environment } from '../env.ts';
import { KeyFile, KeyStoreError } from './key-file.ts';
import { systemKeychain, type Keychain } from './keychain.ts';
import type { KeyPlace, WantedPlace } from './places.ts';

export interface StoredKey {
  readonly provider: string;
  readonly place: KeyPlace;
  /** As it is shown; a keychain is not asked for it. */
  readonly masked: string | undefined;
}

export interface KeyStoreOptions {
  /** Told what was mended, and why a keychain was not used. */
  readonly notice: (message: string) => void;
  readonly keychain?: Keychain | undefined;
}

/** Enough to tell keys apart, too little to use one. */
const SHOWN_START = 3;
const SHOWN_END = 4;
const LEAST_FOR_PARTS = 16;

export const maskKey = (key: string): string => (key.length < LEAST_FOR_PARTS ? '…' : `${key.slice(0, SHOWN_START)}…${key.slice(-SHOWN_END)}`);

export class KeyStore {
  readonly #file: KeyFile;
  readonly #keychain: Keychain | undefined;
  readonly #notice: (message: string) => void;
  /** What the keychain has answered, as long as the file is the same. */
  #asked: { readonly modified: number | undefined; readonly keys: Map<string, Promise<string | undefined>> } | undefined;

  constructor(environment: Environment, options: KeyStoreOptions) {
    this.#file = new KeyFile(environment, options.notice);
    this.#keychain = 'keychain' in options ? options.keychain : systemKeychain(environment);
    this.#notice = options.notice;
  }

  get path(): string {
    return this.#file.path;
  }

  /** In the order of their names. */
  async list(): Promise<readonly StoredKey[]> {
    const entries = [...(await this.#file.read())].sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([provider, entry]) => ('key' in entry ? { provider, place: 'file', masked: maskKey(entry.key) } : { provider, place: 'keychain', masked: undefined }));
  }

  /** Throws KeyStoreError when the place that has it cannot be asked. */
  async get(provider: string): Promise<string | undefined> {
    const entry = (await this.#file.read()).get(provider);
    if (entry === undefined) return undefined;
    if ('key' in entry) return entry.key;
    if (this.#keychain?.name !== entry.keychain) throw new KeyStoreError(`the key of "${provider}" lies in the keychain of ${entry.keychain}, which this system does not have: add it again with \`llmspell keys add ${provider}\``);
    const keychain = this.#keychain;
    const modified = statSync(this.path, { throwIfNoEntry: false })?.mtimeMs;
    if (this.#asked?.modified !== modified) this.#asked = { modified, keys: new Map() };
    const { keys } = this.#asked!;
    let answer = keys.get(provider);
    if (answer === undefined) {
      keys.set(provider, (answer = keychain.get(provider)));
      // It may be unlocked the next time.
      answer.catch(() => keys.delete(provider));
    }
    const key = await answer;
    if (key === undefined) throw new KeyStoreError(`the keychain (${keychain.name}) has no key of "${provider}" any more: add it again with \`llmspell keys add ${provider}\``);
    return key;
  }

  /** Answers where it lies now. A key of that provider that was there before is replaced, wherever it was. */
  async add(provider: string, key: string, wanted: WantedPlace): Promise<KeyPlace> {
    // A file that cannot be used is told before anything is put anywhere.
    const before = (await this.#file.read()).get(provider);
    const keychain = wanted === 'file' ? undefined : await this.#store(provider, key, wanted);
    await this.#file.change((entries) => entries.set(provider, keychain === undefined ? { key } : { keychain: keychain.name }));
    if (keychain === undefined && before !== undefined && 'keychain' in before) await this.#forget(before.keychain, provider);
    return keychain === undefined ? 'file' : 'keychain';
  }

  /** false: there was none. */
  async remove(provider: string): Promise<boolean> {
    const entry = (await this.#file.read()).get(provider);
    if (entry === undefined) return false;
    if ('keychain' in entry) await this.#forget(entry.keychain, provider);
    await this.#file.change((entries) => entries.delete(provider));
    return true;
  }

  /** undefined: not in the keychain, but nobody insisted on it. */
  async #store(provider: string, key: string, wanted: WantedPlace): Promise<Keychain | undefined> {
    const keychain = this.#keychain;
    if (keychain === undefined) {
      if (wanted === 'keychain') throw new KeyStoreError('there is no keychain that llmspell knows on this system: use --store file');
      return undefined;
    }
    try {
      await keychain.set(provider, key);
      return keychain;
    } catch (error) {
      if (wanted === 'keychain') throw error;
      // Where none is installed nobody expects one.
      if (!(error as Error).message.includes('not installed')) this.#notice(`${(error as Error).message}; the key is kept in ${this.path}`);
      return undefined;
    }
  }

  async #forget(name: string, provider: string): Promise<void> {
    if (this.#keychain?.name !== name) return;
    await this.#keychain.remove(provider).catch((error: unknown) => this.#notice(`the key of "${provider}" may still be in the keychain: ${(error as Error).message}`));
  }
}
