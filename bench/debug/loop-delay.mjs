// Loaded into a kernel (node --import): measures the delay of its main thread's event loop between two SIGUSR2, and writes it to the file that
// LOOP_DELAY_REPORT names.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const report = process.env['LOOP_DELAY_REPORT'];
if (isMainThread && report !== undefined) {
  const resolution = 1;
  let histogram;
  process.on('SIGUSR2', () => {
    if (histogram === undefined) {
      histogram = monitorEventLoopDelay({ resolution });
      histogram.enable();
      return;
    }
    histogram.disable();
    // The histogram counts the timer's own period too.
    const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolution);
    const temporary = `${report}.tmp`;
    writeFileSync(temporary, JSON.stringify({ median: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) }));
    renameSync(temporary, report); // seen whole or not at all
  });
}
