/** `Debug.startProfile` and its kin: the profiler as scripts steer it. */
import { record } from '../tables.ts';
import type { VmFunctions } from '../vm.ts';

const DEFAULT_INTERVAL_MS = 1;
const SHORTEST_MS = 0.1;
const LONGEST_MS = 1000;

export const profileFunctions: Pick<VmFunctions, `Debug.${'startProfile' | 'stopProfile' | 'isProfiling'}`> = {
  'Debug.startProfile': (vm, [options]) => {
    const { engine, services } = vm;
    const given = options && engine.type(options) === 'table' ? engine.toNumber(engine.rawGet(options, engine.string('interval_ms'))) : undefined;
    const intervalMs = Number(given ?? DEFAULT_INTERVAL_MS);
    if (!(intervalMs >= SHORTEST_MS && intervalMs <= LONGEST_MS)) {
      throw vm.error(`bad field 'interval_ms' of argument #1 'options' to 'Debug.startProfile' (milliseconds from ${SHORTEST_MS} to ${LONGEST_MS} expected, got ${intervalMs})`);
    }
    services.profiler.start(intervalMs);
  },
  'Debug.stopProfile': ({ engine, services: { profiler } }) => {
    if (!profiler.stop()) return [engine.nil];
    const { durationMs, samples, intervalMs } = profiler.profile()!;
    return [record(engine, { duration_ms: engine.float(durationMs), samples: engine.number(samples), interval_ms: engine.float(intervalMs) })];
  },
  'Debug.isProfiling': ({ engine, services }) => [engine.boolean(services.profiler.isRunning)],
};
