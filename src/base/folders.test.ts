import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment, type Environment } from './env.ts';
import { kernelsFolder, MAX_SOCKET_PATH_BYTES, runtimeFolder, socketPath } from './folders.ts';

let folder: string;
let env: Environment;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmspell-folders-'));
  env = { ...readEnvironment(), home: folder, vars: { XDG_RUNTIME_DIR: folder } };
});
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('folders', () => {
  it('makes the runtime folder for the user alone', () => {
    expect(runtimeFolder(env)).toBe(join(folder, 'llmspell'));
    expect(modeOf(join(folder, 'llmspell'))).toBe(0o700);
    expect(modeOf(kernelsFolder(env))).toBe(0o700);
  });

  it('closes a runtime folder that others could enter', () => {
    mkdirSync(join(folder, 'llmspell'));
    chmodSync(join(folder, 'llmspell'), 0o777);
    runtimeFolder(env);
    expect(modeOf(join(folder, 'llmspell'))).toBe(0o700);
  });

  it('refuses a runtime folder of somebody else, and a link', () => {
    mkdirSync(join(folder, 'llmspell'));
    expect(() => runtimeFolder({ ...env, uid: 4242 })).toThrow(/belongs to user .* XDG_RUNTIME_DIR/);
    rmSync(join(folder, 'llmspell'), { recursive: true });
    symlinkSync(tmpdir(), join(folder, 'llmspell'));
    expect(() => runtimeFolder(env)).toThrow(/not a folder/);
    rmSync(join(folder, 'llmspell'));
    symlinkSync(join(folder, 'gone'), join(folder, 'llmspell'));
    expect(() => runtimeFolder(env)).toThrow(/not a folder\. Remove it/);
    rmSync(join(folder, 'llmspell'));
    writeFileSync(join(folder, 'llmspell'), '');
    expect(() => runtimeFolder(env)).toThrow(/not a folder\. Remove it/);
  });

  it('falls back to a folder named after the user', () => {
    const other = { ...env, vars: {}, uid: process.getuid?.() };
    expect(runtimeFolder(other)).toBe(`/tmp/llmspell-${other.uid}`);
    expect(runtimeFolder({ ...other, vars: { XDG_RUNTIME_DIR: '.' } })).toBe(`/tmp/llmspell-${other.uid}`);
    expect(runtimeFolder({ ...other, vars: { XDG_RUNTIME_DIR: join(folder, 'gone') } })).toBe(`/tmp/llmspell-${other.uid}`);
  });

  it('refuses socket paths that the system would cut off', () => {
    const room = MAX_SOCKET_PATH_BYTES - Buffer.byteLength(join(folder, 'llmspell', ''));
    expect(socketPath(env, 'x'.repeat(room - 1))).toHaveLength(MAX_SOCKET_PATH_BYTES);
    expect(() => socketPath(env, 'x'.repeat(room))).toThrow(/101 bytes, 100 are possible/);
    expect(() => socketPath(env, 'ö'.repeat(room - 2))).toThrow(/bytes/);
  });

  it('uses named pipes on Windows', () => {
    expect(socketPath({ ...env, platform: 'win32' }, 'abc')).toBe('\\\\.\\pipe\\llmspell-abc');
  });
});
