/** Lua programs for tests: written to a folder of their own, with lines found by `--@name` marks in the text. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Script {
  readonly path: string;
  readonly folder: string;
  /** The line on which `--@name` stands. */
  at(name: string): number;
}

/** A folder that is gone after the test. */
export function scratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-dap-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function script(text: string, name = 'main.lua', folder = scratch()): Script {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const lines = text.split('\n');
  return {
    path,
    folder,
    at(mark) {
      const index = lines.findIndex((line) => new RegExp(`--@${mark}\\b`).test(line));
      if (index < 0) throw new Error(`no line is marked --@${mark}`);
      return index + 1;
    },
  };
}
