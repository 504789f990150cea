// Builds replace files without disturbing a process that runs from them.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeOldChunks, writeOutputs } from './write-outputs.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmspell-outputs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} name @param {string} text @returns {import('esbuild').OutputFile} */
const output = (name, text) => ({ path: join(folder, name), contents: Buffer.from(text), hash: '', text });

/** @param {string} name @param {number} hoursAgo */
function chunk(name, hoursAgo) {
  const path = join(folder, name);
  writeFileSync(path, '');
  const time = new Date(Date.now() - hoursAgo * 3_600_000);
  utimesSync(path, time, time);
  return path;
}

describe('writing what was built', () => {
  it('swaps changed files in and leaves nothing temporary behind', () => {
    expect(writeOutputs([output('a.mjs', 'one'), output('inner/b.mjs', 'two')])).toBe(2);
    expect(writeOutputs([output('a.mjs', 'changed'), output('inner/b.mjs', 'two')])).toBe(1);
    expect(readFileSync(join(folder, 'a.mjs'), 'utf8')).toBe('changed');
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['a.mjs', 'inner', join('inner', 'b.mjs')]);
  });

  it('does not rewrite a file that stays the same, but counts it to this build', () => {
    const path = chunk('a.mjs', 5);
    const before = statSync(path);
    writeOutputs([output('a.mjs', '')]);
    expect(statSync(path).ino).toBe(before.ino);
    expect(statSync(path).mtimeMs).toBeGreaterThan(before.mtimeMs);
  });

  it.skipIf(process.platform === 'win32')('makes a file that names its interpreter executable', () => {
    writeOutputs([output('cli.mjs', '#!/usr/bin/env node\n'), output('a.mjs', '1')]);
    expect(['cli.mjs', 'a.mjs'].map((name) => (statSync(join(folder, name)).mode & 0o100) !== 0)).toEqual([true, false]);
  });

  it('removes only chunks that no build of the last hour wrote', () => {
    const [old, recent, current] = [chunk('old.mjs', 2), chunk('recent.mjs', 0), chunk('current.mjs', 2)];
    removeOldChunks(folder, new Set([current]));
    expect([old, recent, current].map((path) => existsSync(path))).toEqual([false, true, true]);
  });

  it('has nothing to remove before the first build', () => {
    expect(() => removeOldChunks(join(folder, 'missing'), new Set())).not.toThrow();
  });
});
