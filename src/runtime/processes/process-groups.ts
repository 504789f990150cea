/**
 * The groups that started programs live in: each program leads one of its own, so that it can be ended with everything it has started. No
 * group outlives this process, if it ends in any way that lets it run code.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** So long a group has to end by itself. */
const GRACE_MS = 500;
const LOOK_EVERY_MS = 20;

const living = new Set<number>();
const isWindows = process.platform === 'win32';

function killAll(): void {
  for (const leader of living) signalGroup(leader, 'SIGKILL');
}

export function enterGroup(leader: number): void {
  if (living.size === 0) process.once('exit', killAll);
  living.add(leader);
}

export function leaveGroup(leader: number): void {
  living.delete(leader);
  if (living.size === 0) process.off('exit', killAll);
}

/** Whether the program that leads the group, or anything it has started, is there. */
export function isGroupAlive(leader: number, leaderHasEnded: boolean): boolean {
  // A process of this number is another one: numbers are given again only when the group is empty.
  if (leaderHasEnded && exists(leader)) return false;
  return exists(isWindows ? leader : -leader);
}

/** Whether anything of the group is not held by SIGSTOP (and has not ended); only Linux tells. */
export function isGroupRunning(leader: number): boolean {
  if (process.platform !== 'linux') return false;
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      // The name, which may hold anything, is in brackets before: state, parent, group.
      const [, state = '', group] = /.*\) (\S) \d+ (\d+) /s.exec(readFileSync(`/proc/${entry}/stat`, 'latin1')) ?? [];
      return Number(group) === leader && !'TtZX'.includes(state);
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

/** Asks the group to end, and makes it. `endsByItself`: it has a reason to end that it shall have time for. Resolves when nothing of it is left but what has put itself into a group of its own. */
export async function endGroup(leader: number, leaderHasEnded: () => boolean, endsByItself: boolean): Promise<void> {
  const isAlive = (): boolean => isGroupAlive(leader, leaderHasEnded());
  const grace = async (ms: number): Promise<void> => {
    for (let waited = 0; waited < ms && isAlive(); waited += LOOK_EVERY_MS) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  };
  if (endsByItself) await grace(GRACE_MS);
  if (isAlive()) signalGroup(leader, 'SIGTERM');
  await grace(GRACE_MS);
  if (isAlive()) signalGroup(leader, 'SIGKILL');
  // The system takes a moment, in which it still runs.
  await grace(GRACE_MS);
  leaveGroup(leader);
}

function exists(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function signalGroup(leader: number, signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  // There are no groups on Windows: the system's own tool follows who has started whom, to end them.
  if (isWindows) {
    void import('node:child_process').then(({ spawn }) => spawn('taskkill', ['/pid', String(leader), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () => undefined));
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended meanwhile.
  }
}
