/**
 * The system's keychain, through the program that comes with it: `secret-tool` (Linux, libsecret) and `security` (macOS). Keys go to it over its
 * standard input, as the arguments of a process can be seen by everybody.
 */
import { spawn } from 'node:child_process';
import type { Environment } from '../env.ts';
import { KeyStoreError } from './key-file.ts';

export interface Keychain {
  /** Of the program. */
  readonly name: string;
  /** undefined: it has none for the provider. Throws KeyStoreError when it cannot be asked. */
  get(provider: string): Promise<string | undefined>;
  /** Throws KeyStoreError when the key is not there afterwards. */
  set(provider: string, key: string): Promise<void>;
  /** Also when there is none. */
  remove(provider: string): Promise<void>;
}

interface Program {
  readonly name: string;
  readonly get: (provider: string) => readonly string[];
  /** Exit codes by which it says that there is no such key. */
  readonly absent: readonly number[];
  readonly set: (provider: string, key: string) => { readonly args: readonly string[]; readonly input: string };
  readonly remove: (provider: string) => readonly string[];
}

const label = (provider: string): string => `llmspell: API key of ${provider}`;
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const PROGRAMS: Partial<Record<NodeJS.Platform, Program>> = {
  linux: {
    name: 'secret-tool',
    get: (provider) => ['lookup', 'service', 'llmspell', 'provider', provider],
    absent: [1],
    set: (provider, key) => ({ args: ['store', `--label=${label(provider)}`, 'service', 'llmspell', 'provider', provider], input: key }),
    remove: (provider) => ['clear', 'service', 'llmspell', 'provider', provider],
  },
  darwin: {
    name: 'security',
    get: (provider) => ['find-generic-password', '-s', 'llmspell', '-a', provider, '-w'],
    absent: [44],
    // -i reads commands: so the key is no argument.
    set: (provider, key) => ({ args: ['-i'], input: `add-generic-password -U -s llmspell -a ${quoted(provider)} -l ${quoted(label(provider))} -w ${quoted(key)}\n` }),
    remove: (provider) => ['delete-generic-password', '-s', 'llmspell', '-a', provider],
  },
};

/** A locked keychain asks its user; what has not answered by then does not. */
const ANSWER_MS = 60_000;

/** The one of this system; whether its program is there shows when it is asked. */
export function systemKeychain(environment: Environment): Keychain | undefined {
  const program = PROGRAMS[environment.platform];
  return program && new ProgramKeychain(program, environment);
}

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class ProgramKeychain implements Keychain {
  readonly name: string;
  readonly #program: Program;
  readonly #environment: Environment;

  constructor(program: Program, environment: Environment) {
    this.name = program.name;
    this.#program = program;
    this.#environment = environment;
  }

  async get(provider: string): Promise<string | undefined> {
    const answer = await this.#run(this.#program.get(provider));
    const key = answer.stdout.replace(/\r?\n$/, '');
    if (answer.code === 0) return key === '' ? undefined : key;
    // What it says besides is why it cannot tell.
    if (answer.code !== null && this.#program.absent.includes(answer.code) && (this.name !== 'secret-tool' || answer.stderr.trim() === '')) return undefined;
    throw this.#failed(answer);
  }

  async set(provider: string, key: string): Promise<void> {
    const { args, input } = this.#program.set(provider, key);
    const answer = await this.#run(args, input);
    // Some say that all is well while no keychain is there.
    if (answer.code !== 0 || (await this.get(provider)) !== key) throw this.#failed(answer);
  }

  async remove(provider: string): Promise<void> {
    await this.#run(this.#program.remove(provider));
    if ((await this.get(provider)) !== undefined) throw new KeyStoreError(`${this.name} has not removed the key of "${provider}"`);
  }

  #failed({ code, stderr }: Answer): KeyStoreError {
    const words = stderr.trim().split('\n').at(-1) ?? '';
    return new KeyStoreError(`the keychain cannot be used: ${this.name} ${code === null ? 'did not answer' : `ended with exit code ${code}`}${words === '' ? '' : `: ${words}`}`);
  }

  #run(args: readonly string[], input?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.name, args, { env: { ...this.#environment.vars }, timeout: ANSWER_MS, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.stdin.on('error', () => undefined);
      child.on('error', (error) => reject(new KeyStoreError(`the keychain cannot be used: ${this.name}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not installed' : error.message}`, { cause: error })));
      child.on('close', (code) => resolve({ code, stdout, stderr }));
      child.stdin.end(input);
    });
  }
}
