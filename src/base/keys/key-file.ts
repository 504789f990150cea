/**
 * `~/.llmspell/keys.json`: API keys by provider name, `{"openai": "sk-…", "anthropic": {"keychain": "secret-tool"}}`. The second form is a note that
 * the key lies in the system's keychain. Only its owner may read the file; it is written as a whole or not at all.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../env.ts';
import { keyFilePath } from '../folders.ts';

export type KeyEntry = { readonly key: string } | { readonly keychain: string };
export type KeyEntries = ReadonlyMap<string, KeyEntry>;

/** What cannot go on, in words for the user. */
export class KeyStoreError extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'KeyStoreError';
  }
}

const OWNER_ONLY = 0o600;
const OWNER_FOLDER = 0o700;
const OTHERS = 0o077;
/** Who changes the file holds it so long at most. */
const LOCK_MS = 5000;
const LOCK_POLL_MS = 20;

export class KeyFile {
  readonly path: string;
  readonly #environment: Environment;
  readonly #notice: (message: string) => void;

  /** `notice` is told what was mended. */
  constructor(environment: Environment, notice: (message: string) => void) {
    this.path = keyFilePath(environment);
    this.#environment = environment;
    this.#notice = notice;
  }

  /** Empty without a file. Throws KeyStoreError for one that cannot be used. */
  async read(): Promise<KeyEntries> {
    let file;
    try {
      file = await open(this.path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
      throw this.#unusable((error as Error).message, error);
    }
    try {
      await this.#checkOwner(file);
      return this.#parse(await file.readFile('utf8'));
    } finally {
      await file.close();
    }
  }

  /** Changes it while nobody else does. */
  async change(edit: (entries: Map<string, KeyEntry>) => void): Promise<void> {
    await this.#prepareFolder();
    const path = await realpath(this.path).catch(() => this.path);
    const unlock = await this.#lock(`${path}.lock`);
    const draft = `${path}.${randomBytes(6).toString('hex')}`;
    try {
      const entries = new Map(await this.read());
      edit(entries);
      const content = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([provider, entry]) => [provider, 'key' in entry ? entry.key : entry]));
      const file = await open(draft, 'wx', OWNER_ONLY);
      try {
        await file.writeFile(`${JSON.stringify(content, undefined, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error instanceof KeyStoreError ? error : new KeyStoreError(`cannot write ${this.path}: ${(error as Error).message}`, { cause: error });
    } finally {
      await unlock();
    }
  }

  async #checkOwner(file: { stat(): Promise<{ readonly mode: number; readonly uid: number }>; chmod(mode: number): Promise<void> }): Promise<void> {
    const { uid, platform } = this.#environment;
    if (platform === 'win32') return;
    const info = await file.stat();
    if (uid !== undefined && info.uid !== uid) throw this.#unusable(`it belongs to user ${info.uid}, not to ${uid}`);
    if ((info.mode & OTHERS) === 0) return;
    await file.chmod(OWNER_ONLY);
    const mode = (info.mode & 0o777).toString(8);
    this.#notice(`${this.path} could be read by other users (mode ${mode}): its mode is now 600. If others use this machine, replace the keys in it`);
  }

  async #prepareFolder(): Promise<void> {
    const folder = dirname(this.path);
    try {
      await mkdir(folder, { recursive: true, mode: OWNER_FOLDER });
      const info = await stat(folder);
      if (this.#environment.platform === 'win32' || (info.mode & OTHERS) === 0) return;
      await chmod(folder, OWNER_FOLDER);
      this.#notice(`${folder} was open to other users (mode ${(info.mode & 0o777).toString(8)}): its mode is now 700`);
    } catch (error) {
      throw new KeyStoreError(`cannot use the folder ${folder}: ${(error as Error).message}. Set HOME to a folder that you can write to`, { cause: error });
    }
  }

  async #lock(path: string): Promise<() => Promise<void>> {
    const deadline = Date.now() + LOCK_MS;
    for (;;) {
      try {
        await (await open(path, 'wx', OWNER_ONLY)).close();
        return () => rm(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new KeyStoreError(`cannot write beside ${this.path}: ${(error as Error).message}`, { cause: error });
      }
      const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
      // Whoever made it was killed in the middle.
      if (age > LOCK_MS) await rm(path, { force: true });
      else if (Date.now() > deadline) throw new KeyStoreError(`${this.path} is being changed by another program: try again, or remove ${path}`);
      else await sleep(LOCK_POLL_MS);
    }
  }

  #parse(text: string): KeyEntries {
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch {
      // The parser's message would quote from the file.
      throw this.#unusable('it is no JSON');
    }
    if (typeof content !== 'object' || content === null || Array.isArray(content)) throw this.#unusable('it is no table of keys by provider');
    return new Map(Object.entries(content).map(([provider, value]) => [provider, this.#entry(provider, value)]));
  }

  #entry(provider: string, value: unknown): KeyEntry {
    if (typeof value === 'string') return { key: value };
    const { keychain } = (value ?? {}) as { readonly keychain?: unknown };
    if (typeof keychain === 'string') return { keychain };
    throw this.#unusable(`the entry "${provider}" is neither a key nor {"keychain": …}`);
  }

  #unusable(why: string, cause?: unknown): KeyStoreError {
    return new KeyStoreError(`cannot use ${this.path}: ${why}. Mend it or remove it, and add your keys again with \`llmspell keys add\``, { cause });
  }
}
