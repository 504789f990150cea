/**
 * Calls the VM's attention at a steady pace: a thread of its own writes the tick limit, as the kernel does with each message. Only another
 * thread can: the worker never returns to its event loop, and ticks alone are no clock, as one of them may take seconds.
 */
import { Worker } from 'node:worker_threads';

/** Sleeps for an interval until it is woken up; each time it was not, the limit is due. */
const BEAT = `
  const { ticks, end, intervalMs } = require('node:worker_threads').workerData;
  const [limits, ended] = [new Float64Array(ticks), new Int32Array(end)];
  while (Atomics.wait(ended, 0, 0, intervalMs) === 'timed-out') limits[1] = 0;
`;

/** Answers the function that ends it. */
export function startPulse(tickBuffer: SharedArrayBuffer, intervalMs: number): () => void {
  const end = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const worker = new Worker(BEAT, { eval: true, env: {}, execArgv: [], workerData: { ticks: tickBuffer, end, intervalMs } });
  worker.unref();
  return () => {
    const ended = new Int32Array(end);
    Atomics.store(ended, 0, 1);
    Atomics.notify(ended, 0);
  };
}
