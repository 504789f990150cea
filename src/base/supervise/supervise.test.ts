import { describe, expect, it } from 'vitest';
import { createLogger, silentLogger } from '../logging.ts';
import { runLogged, supervise } from './supervise.ts';

describe('supervise', () => {
  it('starts a task again when it fails, until it succeeds', async () => {
    let runs = 0;
    const task = supervise(
      'flaky',
      async () => {
        runs += 1;
        if (runs < 3) throw new Error(`failure ${runs}`);
      },
      { logger: silentLogger, initialDelayMs: 1 },
    );
    await task.ended;
    expect(runs).toBe(3);
    expect(task.restarts).toBe(2);
    expect(task.lastError).toBe('failure 2');
    expect(task.running).toBe(false);
  });

  it('gives up after so many failures in a row', async () => {
    let runs = 0;
    const fails = async (): Promise<void> => {
      runs += 1;
      throw new Error('always');
    };
    await supervise('broken', fails, { logger: silentLogger, initialDelayMs: 1, maxRestarts: 2 }).ended;
    expect(runs).toBe(3);
  });

  it('stops a task that runs, and one that waits for its next start', async () => {
    const running = supervise('running', (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())), { logger: silentLogger });
    await running.stop();
    expect(running.running).toBe(false);
    const fails = async (): Promise<void> => {
      throw new Error('x');
    };
    const waiting = supervise('waiting', fails, { logger: silentLogger, initialDelayMs: 1_000_000 });
    await waiting.stop();
    expect(waiting.running).toBe(false);
  });

  it('logs the failure of work that nobody waits for', async () => {
    const written: string[] = [];
    const logged = new Promise<void>((resolve) => {
      const logger = createLogger({
        levels: { default: 'error', targets: new Map() },
        destination: {
          write: (line) => {
            written.push(line);
            resolve();
          },
        },
      });
      runLogged('sweeping', logger, () => Promise.reject(new Error('no broom')));
    });
    await logged;
    expect(written[0]).toContain('sweeping failed: no broom');
  });
});
