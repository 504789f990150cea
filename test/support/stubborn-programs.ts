/** Programs that do not end when they are asked to, for tests of who ends them: they write their process numbers into files of the working folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

/** Writes its number and that of a child; neither of them listens to TERM or INT. */
export const STUBBORN = `trap '' TERM INT HUP; echo $$ > leader; sh -c "trap '' TERM INT HUP; echo \\$\\$ > child; sleep 1000; sleep 1000" & sleep 1000; sleep 1000`;

/** A zombie has ended. */
export const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const pidIn = (path: string): Promise<number> => vi.waitFor(() => Number(/^(\d+)\n/.exec(readFileSync(path, 'utf8'))![1]), 10_000);

/** Both numbers, once the programs of `STUBBORN` run in the folder. */
export const stubbornIn = async (folder: string): Promise<number[]> => [await pidIn(join(folder, 'leader')), await pidIn(join(folder, 'child'))];
