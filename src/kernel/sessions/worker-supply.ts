/**
 * Where VM sessions get their workers from. One worker is kept started ahead, because F5 should not wait for a thread to start and the
 * engine to load; it is made when the kernel is idle, not while a script starts.
 */
import { ScriptWorker, type ScriptWorkerOptions } from './script-worker.ts';

/** After a worker was taken, its successor starts so much later, so that it does not compete with the script that just began. */
const REFILL_DELAY_MS = 1500;

export interface WorkerSupply {
  take(memoryLimit: number): ScriptWorker;
  /** Starts the spare one now. */
  prepare(memoryLimit: number): void;
  /** Scripts that start from now on have this limit: a spare one with another would never be taken. */
  expect(memoryLimit: number): void;
  close(): Promise<void>;
}

export function createWorkerSupply(options: Omit<ScriptWorkerOptions, 'memoryLimit'> & { readonly keepSpare: boolean }): WorkerSupply {
  let spare: ScriptWorker | undefined;
  let refill: NodeJS.Timeout | undefined;
  let closed = false;
  const start = (memoryLimit: number): ScriptWorker => new ScriptWorker({ ...options, memoryLimit });

  const prepare = (memoryLimit: number): void => {
    clearTimeout(refill);
    if (closed || spare !== undefined) return;
    spare = start(memoryLimit);
    spare.unref();
  };
  return {
    prepare,
    expect(memoryLimit) {
      if (spare === undefined || spare.memoryLimit === memoryLimit) return;
      const unfit = spare;
      spare = undefined;
      void unfit.kill();
      prepare(memoryLimit);
    },
    take(memoryLimit) {
      if (closed) throw new Error('the kernel is ending: no script can be started');
      clearTimeout(refill);
      const ready = spare?.alive && spare.memoryLimit === memoryLimit ? spare : undefined;
      if (ready !== undefined) {
        spare = undefined;
        ready.ref();
      }
      if (options.keepSpare) {
        refill = setTimeout(() => prepare(memoryLimit), REFILL_DELAY_MS);
        refill.unref();
      }
      return ready ?? start(memoryLimit);
    },
    async close() {
      closed = true;
      clearTimeout(refill);
      await spare?.kill();
    },
  };
}
