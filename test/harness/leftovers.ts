// Finds processes that a test run started and that still live: each inherits a mark in its environment,
// also when it has left the process group. (Linux only; elsewhere the list is empty.)
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const MARK = 'LLMSPELL_HARNESS_RUN';

export interface LeftProcess {
  pid: number;
  command: string;
}

/** The environment entry that marks all processes of one run. */
export function newMark(): Record<string, string> {
  return { [MARK]: randomUUID() };
}

export function processesWith(mark: Record<string, string>): LeftProcess[] {
  const entry = `${MARK}=${mark[MARK]}`;
  return processIds()
    .filter((pid) => pid !== process.pid && readProc(pid, 'environ').split('\0').includes(entry))
    .map((pid) => ({ pid, command: readProc(pid, 'cmdline').split('\0').join(' ').trim() }));
}

/** Waits until no process of the run lives any more. What still does after the limit is ended and returned. */
export async function waitUntilGone(mark: Record<string, string>, limitMs: number): Promise<LeftProcess[]> {
  for (let waited = 0; waited < limitMs && processesWith(mark).length > 0; waited += 100) await sleep(100);
  const left = processesWith(mark);
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone in the meantime
    }
  }
  return left;
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function readProc(pid: number, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return ''; // ended, or somebody else's
  }
}
