import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigWatch } from './config-watch.ts';

let folder: string;
let watching: ConfigWatch;
let unable: string[];
let notices: number;
let noticed: () => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmspell-watch-'));
  [unable, notices, noticed] = [[], 0, () => undefined];
  watching = new ConfigWatch(
    () => {
      notices += 1;
      noticed();
    },
    (path) => void unable.push(path),
  );
});
afterEach(() => {
  watching.close();
  rmSync(folder, { recursive: true });
});

const notice = (): Promise<void> => new Promise((resolve) => (noticed = resolve));

it('notices that a file is written, replaced, and comes where there was none', async () => {
  const path = join(folder, 'a.toml');
  watching.add([path]);
  for (const edit of [
    () => writeFileSync(path, '1'),
    () => writeFileSync(path, '2'),
    () => {
      writeFileSync(`${path}.new`, '3');
      renameSync(`${path}.new`, path);
    },
  ]) {
    const seen = notice();
    edit();
    await seen;
  }
  expect(unable).toEqual([]);
});

it('notices edits of what a symlink leads to, and nothing of other files', async () => {
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real', 'b.toml'), '1');
  symlinkSync(join(folder, 'real', 'b.toml'), join(folder, 'a.toml'));
  watching.add([join(folder, 'a.toml')]);
  writeFileSync(join(folder, 'other.toml'), '1');
  const seen = notice();
  writeFileSync(join(folder, 'real', 'b.toml'), '2');
  await seen;
  expect(notices).toBe(1);
});

it('says where it cannot watch', () => {
  watching.add([join(folder, 'none', 'a.toml')]);
  expect(unable).toEqual([join(folder, 'none')]);
});
