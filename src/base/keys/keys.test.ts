/** Keys of a home folder in the temporary folder; the keychain is a stand-in program on PATH. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment, type Environment } from '../env.ts';
import { KeyStore, maskKey } from './key-store.ts';

const KEY = 'sk-0123456789-abcdef';

let home: string;
let file: string;
let notices: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'llmspell-keys-'));
  file = join(home, '.llmspell', 'keys.json');
  notices = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const environment = (changes: Partial<Environment> = {}): Environment => ({ ...readEnvironment(), home, ...changes });
const notice = (message: string): void => void notices.push(message);
const fileStore = (changes: Partial<Environment> = {}): KeyStore => new KeyStore(environment(changes), { notice, keychain: undefined });

function writeKeys(content: string, permissions = 0o600): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, content);
  chmodSync(file, permissions);
}

describe('the key file', () => {
  it('is made for its owner only, in a folder for its owner only', async () => {
    const store = fileStore();
    expect(await store.get('openai')).toBeUndefined();
    expect(existsSync(dirname(file))).toBe(false);
    expect(await store.add('openai', KEY, 'auto')).toBe('file');
    expect(mode(file)).toBe('600');
    expect(mode(dirname(file))).toBe('700');
    expect(readdirSync(dirname(file))).toEqual(['keys.json']);
    expect(await fileStore().get('openai')).toBe(KEY);
    expect(notices).toEqual([]);
  });

  it('lists keys without showing them, and forgets them', async () => {
    const store = fileStore();
    await store.add('openai', KEY, 'file');
    await store.add('anthropic', 'short', 'file');
    expect(await store.list()).toEqual([
      { provider: 'anthropic', place: 'file', masked: '…' },
      { provider: 'openai', place: 'file', masked: 'sk-…cdef' },
    ]);
    expect(await store.remove('openai')).toBe(true);
    expect(await store.remove('openai')).toBe(false);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ anthropic: 'short' });
  });

  it('is mended with a message where others can read it', async () => {
    writeKeys(`{"openai": "${KEY}"}`, 0o644);
    expect(await fileStore().get('openai')).toBe(KEY);
    expect(mode(file)).toBe('600');
    expect(notices).toEqual([`${file} could be read by other users (mode 644): its mode is now 600. If others use this machine, replace the keys in it`]);
  });

  it('mends its folder when it writes', async () => {
    mkdirSync(dirname(file), { mode: 0o755 });
    await fileStore().add('openai', KEY, 'file');
    expect(mode(dirname(file))).toBe('700');
    expect(notices).toEqual([`${dirname(file)} was open to other users (mode 755): its mode is now 700`]);
  });

  it("refuses somebody else's", async () => {
    writeKeys('{}');
    await expect(fileStore({ uid: 4711 }).get('openai')).rejects.toThrow(`cannot use ${file}: it belongs to user ${statSync(file).uid}, not to 4711`);
  });

  it.each([
    [`{"openai": "${KEY}"`, 'it is no JSON'],
    ['[]', 'it is no table of keys by provider'],
    ['{"openai": 7}', 'the entry "openai" is neither a key nor {"keychain": …}'],
  ])('leaves %s as it is and says what to do, without quoting it', async (content, message) => {
    writeKeys(content);
    const refused = fileStore().add('anthropic', 'other-key-12345', 'file');
    await expect(refused).rejects.toThrow(`cannot use ${file}: ${message}. Mend it or remove it`);
    await expect(refused).rejects.not.toThrow('sk-');
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('loses nothing when several change it at once', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `provider-${String(index).padStart(2, '0')}`);
    await Promise.all(names.map((name) => fileStore().add(name, KEY, 'file')));
    expect((await fileStore().list()).map(({ provider }) => provider)).toEqual(names);
  });

  it('goes on after somebody was killed while changing it', async () => {
    await fileStore().add('openai', KEY, 'file');
    const lock = `${file}.lock`;
    writeFileSync(lock, '');
    utimesSync(lock, 0, 0);
    await fileStore().add('anthropic', KEY, 'file');
    expect(existsSync(lock)).toBe(false);
  });
});

describe('masking', () => {
  it.each(['', 'a', 'fifteen-letters', 'sixteen-letters-', KEY])('shows at most seven letters of %j', (key) => {
    const shown = maskKey(key).replace('…', '');
    expect(shown.length).toBeLessThanOrEqual(7);
    expect(key === '' || shown.length < key.length / 2).toBe(true);
  });
});

/** Keeps secrets in a folder, and notes the arguments that everybody could see. */
const SECRET_TOOL = `#!/bin/sh
echo "$@" >> "$VAULT/arguments"
last() { for word in "$@"; do :; done; printf %s "$word"; }
case "$1" in
  store) [ -e "$VAULT/broken" ] && { echo "cannot store" >&2; exit 1; }; cat > "$VAULT/secret-$(last "$@")" ;;
  lookup) [ -e "$VAULT/locked" ] && { echo "Cannot autolaunch D-Bus" >&2; exit 1; }; cat "$VAULT/secret-$(last "$@")" 2>/dev/null || exit 1 ;;
  clear) rm -f "$VAULT/secret-$(last "$@")" ;;
esac
`;

const SECURITY = `#!/usr/bin/env node
const { appendFileSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
appendFileSync(process.env.VAULT + '/arguments', words.join(' ') + '\\n');
const value = (list, flag) => list[list.indexOf(flag) + 1];
const path = (list) => process.env.VAULT + '/secret-' + value(list, '-a');
if (words[0] === '-i') {
  const list = [...readFileSync(0, 'utf8').matchAll(/"((?:[^"\\\\]|\\\\.)*)"|\\S+/g)].map((match) => match[1] === undefined ? match[0] : match[1].replace(/\\\\(.)/g, '$1'));
  writeFileSync(path(list), value(list, '-w'));
} else {
  try {
    if (words[0] === 'find-generic-password') console.log(readFileSync(path(words), 'utf8'));
    else rmSync(path(words));
  } catch { process.exit(44); }
}
`;

describe.each<[NodeJS.Platform, string, string]>([
  ['linux', 'secret-tool', SECRET_TOOL],
  ['darwin', 'security', SECURITY],
])('the keychain of %s', (platform, program, source) => {
  let vault: string;
  beforeEach(() => {
    vault = join(home, 'vault');
    mkdirSync(vault);
    writeFileSync(join(vault, program), source, { mode: 0o755 });
  });
  const store = (): KeyStore => {
    const plain = readEnvironment();
    return new KeyStore(environment({ platform, vars: { ...plain.vars, VAULT: vault, PATH: `${vault}${delimiter}${plain.vars['PATH'] ?? ''}` } }), { notice });
  };
  const odd = 'sk-"quoted\\\\ $HOME `id`-key';
  const vaultFile = (provider: string): string => join(vault, `secret-${provider}`);

  it('keeps the key, and the file only says so', async () => {
    expect(await store().add('openai', odd, 'auto')).toBe('keychain');
    expect(readFileSync(vaultFile('openai'), 'utf8')).toBe(odd);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ openai: { keychain: program } });
    expect(await store().list()).toEqual([{ provider: 'openai', place: 'keychain', masked: undefined }]);
    expect(await store().get('openai')).toBe(odd);
    expect(await store().remove('openai')).toBe(true);
    expect(existsSync(vaultFile('openai'))).toBe(false);
    expect(notices).toEqual([]);
  });

  it('is never given a key as an argument', async () => {
    await store().add('openai', KEY, 'keychain');
    await store().get('openai');
    expect(readFileSync(join(vault, 'arguments'), 'utf8')).not.toContain('0123456789');
  });

  it('is asked once, and not for keys it does not have', async () => {
    const asking = store();
    await asking.add('openai', KEY, 'keychain');
    rmSync(join(vault, 'arguments'));
    expect(await asking.get('anthropic')).toBeUndefined();
    expect(existsSync(join(vault, 'arguments'))).toBe(false);
    await asking.get('openai');
    await asking.get('openai');
    expect(readFileSync(join(vault, 'arguments'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('is left when the key goes into the file', async () => {
    await store().add('openai', KEY, 'keychain');
    expect(await store().add('openai', 'another-key-12345', 'file')).toBe('file');
    expect(existsSync(vaultFile('openai'))).toBe(false);
    expect(await store().get('openai')).toBe('another-key-12345');
  });

  it('tells when the key is gone from it', async () => {
    await store().add('openai', KEY, 'keychain');
    rmSync(vaultFile('openai'));
    await expect(store().get('openai')).rejects.toThrow(`the keychain (${program}) has no key of "openai" any more: add it again with \`llmspell keys add openai\``);
  });
});

describe('a keychain that does not work', () => {
  it.each(['broken', 'locked'])('(%s) leaves the key to the file, and says why', async (how) => {
    const vault = join(home, 'vault');
    mkdirSync(vault);
    writeFileSync(join(vault, 'secret-tool'), SECRET_TOOL, { mode: 0o755 });
    writeFileSync(join(vault, how), '');
    const plain = readEnvironment();
    const store = new KeyStore(environment({ platform: 'linux', vars: { ...plain.vars, VAULT: vault, PATH: `${vault}${delimiter}${plain.vars['PATH'] ?? ''}` } }), { notice });
    expect(await store.add('openai', KEY, 'auto')).toBe('file');
    expect(notices).toEqual([expect.stringMatching(/^the keychain cannot be used: secret-tool ended with exit code 1: .+; the key is kept in .+keys\.json$/)]);
    await expect(store.add('openai', KEY, 'keychain')).rejects.toThrow('the keychain cannot be used: secret-tool');
  });

  it('that is not installed is no news', async () => {
    const store = new KeyStore(environment({ platform: 'linux', vars: { PATH: home } }), { notice });
    expect(await store.add('openai', KEY, 'auto')).toBe('file');
    expect(notices).toEqual([]);
    await expect(store.add('openai', KEY, 'keychain')).rejects.toThrow('secret-tool: it is not installed');
  });

  it('is not there on every system', async () => {
    await expect(new KeyStore(environment({ platform: 'win32' }), { notice }).add('openai', KEY, 'keychain')).rejects.toThrow('there is no keychain that llmspell knows on this system: use --store file');
  });
});
