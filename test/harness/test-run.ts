// What every run of VS Code in tests has: fresh folders, a clean environment, a mark on all its processes,
// and an end that proves nothing was left behind.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../../scripts/lib/root.mjs';
import { newMark, waitUntilGone, type LeftProcess } from './leftovers.ts';

// "The window closes: nothing remains within 5 s" is the product's promise; a busy test machine gets more.
const GONE_LIMIT_MS = 15_000;

export interface TestRun {
  /** Everything the run writes, removed at its end. */
  folder: string;
  /** The folder to open: a copy of the examples, and of the test's own files in `fixtures/`. */
  workspace: string;
  env: Record<string, string>;
  /** Part of env: found in every process of the run. */
  mark: Record<string, string>;
  /** Waits for the run's processes, ends and returns those that stay, removes the folder. */
  end(): Promise<LeftProcess[]>;
}

const active = new Set<TestRun>();

/** For an interrupted run: ends its processes at once and removes its folder. */
export async function abortTestRuns(): Promise<void> {
  for (const run of active) {
    await waitUntilGone(run.mark, 0);
    await run.end();
  }
}

export function newTestRun(name: string): TestRun {
  const folder = mkdtempSync(join(tmpdir(), `llmspell-${name}-`));
  const workspace = join(folder, 'workspace');
  copy(inRoot('examples'), workspace);
  copy(inRoot('test', 'vscode', 'fixtures'), join(workspace, 'fixtures'));
  const mark = newMark();
  const run: TestRun = {
    folder,
    workspace,
    mark,
    env: { ...mark, ...environment(folder) },
    async end() {
      active.delete(run);
      const left = await waitUntilGone(mark, GONE_LIMIT_MS);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      return left;
    },
  };
  active.add(run);
  return run;
}

/** Nothing of the developer's own: no keys, no settings, no proxies. */
function environment(folder: string): Record<string, string> {
  const home = join(folder, 'home');
  const temporary = join(folder, 'tmp');
  mkdirSync(home);
  mkdirSync(temporary);
  return { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, TMPDIR: temporary, LANG: 'C.UTF-8' };
}

function copy(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}
