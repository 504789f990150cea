// npm ci runs when something of the lock file is missing, and only then.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled } from './install.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmspell-install-'));
  mkdirSync(join(folder, 'node_modules'));
  lock('package-lock.json', { '': { version: '1.0.0' }, 'node_modules/a': { version: '1.2.3' }, 'node_modules/b-win32': { version: '1.0.0', optional: true } });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} path @param {Record<string, object>} packages */
const lock = (path, packages) => writeFileSync(join(folder, path), JSON.stringify({ packages }));

describe('is everything installed?', () => {
  it('yes, when all versions are those of the lock file; packages of other platforms are not missed', () => {
    lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.2.3' } });
    expect(isInstalled(folder)).toBe(true);
  });

  it('no, when a version differs', () => {
    lock('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.2.2' } });
    expect(isInstalled(folder)).toBe(false);
  });

  it('no, when nothing is installed', () => {
    expect(isInstalled(folder)).toBe(false);
  });
});
