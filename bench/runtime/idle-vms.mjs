// What a VM that waits costs: a kernel in this process starts some, and looks at its memory before and after. Prints JSON.
//
//   node --expose-gc bench/runtime/idle-vms.mjs COUNT
import { setMaxListeners } from 'node:events';
import { startKernel } from '../../dist/index.mjs';

const count = Number(process.argv[2]);
const kernel = await startKernel();
const ends = new AbortController();
setMaxListeners(0, ends.signal);

/** Resolves when the script is up and waits. */
const idle = () =>
  new Promise((resolve, reject) => {
    const run = kernel.execute('print("up") Utils.sleep(3600)', { signal: ends.signal, onOutput: () => resolve(undefined) });
    run.then(({ error }) => error && reject(new Error(error)), reject);
  });
const settledBytes = async () => {
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return process.memoryUsage.rss();
};

await idle();
const before = await settledBytes();
await Promise.all(Array.from({ length: count }, idle));
const after = await settledBytes();
ends.abort();
await kernel.shutdown();
process.stdout.write(JSON.stringify({ kernelBytes: before, vmBytes: (after - before) / count }));
