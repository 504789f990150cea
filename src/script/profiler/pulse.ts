/**
 * Calls the VM's attention at a steady pace: a thread of its own writes the tick limit, as the kernel does with each message. Only another
 * thread can: the worker never returns to its event loop, and ticks alone are no clock, as one of them may take seconds.
 */
import { Worker } from 'node:worker_threads';

/** What the thread is told, and tells. */
const Slot = { Ended: 0, Ready: 1 } as const;

/** A thread is there in a few hundredths of a second. One that takes longer is not waited for: it begins when it begins. */
const STARTING_MS = 2000;

/** Sleeps for an interval until it is woken up; each time it was not, the limit is due. */
const BEAT = `
  const { ticks, control, intervalMs } = require('node:worker_threads').workerData;
  const [limits, slots] = [new Float64Array(ticks), new Int32Array(control)];
  Atomics.store(slots, ${Slot.Ready}, 1);
  Atomics.notify(slots, ${Slot.Ready});
  while (Atomics.wait(slots, ${Slot.Ended}, 0, intervalMs) === 'timed-out') limits[1] = 0;
`;

/** Returns when it beats; answers the function that ends it. */
export function startPulse(tickBuffer: SharedArrayBuffer, intervalMs: number): () => void {
  const control = new SharedArrayBuffer(Object.keys(Slot).length * Int32Array.BYTES_PER_ELEMENT);
  const slots = new Int32Array(control);
  const worker = new Worker(BEAT, { eval: true, env: {}, execArgv: [], workerData: { ticks: tickBuffer, control, intervalMs } });
  worker.unref();
  Atomics.wait(slots, Slot.Ready, 0, STARTING_MS);
  return () => {
    Atomics.store(slots, Slot.Ended, 1);
    Atomics.notify(slots, Slot.Ended);
  };
}
