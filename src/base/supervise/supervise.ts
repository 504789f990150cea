/**
 * Long-lived work of a kernel (sockets, watchers) under supervision: a task that fails is logged and started again after a growing
 * pause, so that one broken socket does not end the kernel. `runLogged` is for short work nobody waits for.
 */
import type { Logger } from '../logging.ts';

export interface SupervisedTask {
  readonly name: string;
  readonly restarts: number;
  readonly lastError: string | undefined;
  readonly running: boolean;
  /** Aborts the task and resolves once it has ended. */
  stop(): Promise<void>;
  /** Resolves when it ended by itself, was stopped, or was given up. */
  readonly ended: Promise<void>;
}

export interface SuperviseOptions {
  readonly logger: Logger;
  readonly initialDelayMs?: number;
  readonly maxDelayMs?: number;
  /** Failures in a row after which it is given up; default: never. */
  readonly maxRestarts?: number;
  /** A run at least this long counts as healthy: the pause starts small again. */
  readonly healthyAfterMs?: number;
}

/** Runs `task` until it resolves or is stopped; a rejection starts it anew. */
export function supervise(name: string, task: (signal: AbortSignal) => Promise<void>, options: SuperviseOptions): SupervisedTask {
  const { logger, initialDelayMs = 100, maxDelayMs = 30_000, maxRestarts = Infinity, healthyAfterMs = 10_000 } = options;
  const controller = new AbortController();
  const state = { restarts: 0, lastError: undefined as string | undefined, running: true };

  const loop = async (): Promise<void> => {
    let delay = initialDelayMs;
    let inARow = 0;
    while (!controller.signal.aborted) {
      const started = performance.now();
      try {
        await task(controller.signal);
        return;
      } catch (error) {
        if (controller.signal.aborted) return;
        state.lastError = error instanceof Error ? error.message : String(error);
        const healthy = performance.now() - started >= healthyAfterMs;
        inARow = healthy ? 1 : inARow + 1;
        if (healthy) delay = initialDelayMs;
        if (inARow > maxRestarts) {
          logger.error({ task: name, restarts: state.restarts }, `${name} failed too often and is not started again: ${state.lastError}`);
          return;
        }
        state.restarts++;
        logger.warn({ task: name, delay_ms: delay }, `${name} failed and is started again: ${state.lastError}`);
        await pause(delay, controller.signal);
        delay = Math.min(delay * 2, maxDelayMs);
      }
    }
  };
  const ended = loop().finally(() => {
    state.running = false;
  });
  return {
    name,
    get restarts() {
      return state.restarts;
    },
    get lastError() {
      return state.lastError;
    },
    get running() {
      return state.running;
    },
    ended,
    async stop() {
      controller.abort();
      await ended;
    },
  };
}

/** Work nobody waits for: its failure is logged, never an unhandled rejection. */
export function runLogged(name: string, logger: Logger, work: () => Promise<unknown>): void {
  work().catch((error: unknown) => {
    logger.error({ task: name, err: error }, `${name} failed: ${error instanceof Error ? error.message : String(error)}`);
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
