/** `Debug.startProfile` and its kin: the profiler as scripts steer it. */
import { record } from '../tables.ts';
import type { VmFunctions } from '../vm.ts';

const DEFAULT_INTERVAL_MS = 1;

export const profileFunctions: Pick<VmFunctions, `Debug.${'startProfile' | 'stopProfile' | 'isProfiling'}`> = {
  'Debug.startProfile': ({ engine, services }, [options]) => {
    const given = options && engine.type(options) === 'table' ? engine.toNumber(engine.rawGet(options, engine.string('interval_ms'))) : undefined;
    services.profiler.start(Number(given ?? DEFAULT_INTERVAL_MS));
  },
  'Debug.stopProfile': ({ engine, services: { profiler } }) => {
    if (!profiler.stop()) return [engine.nil];
    const { durationMs, samples, intervalMs } = profiler.profile()!;
    return [record(engine, { duration_ms: engine.float(durationMs), samples: engine.number(samples), interval_ms: engine.float(intervalMs) })];
  },
  'Debug.isProfiling': ({ engine, services }) => [engine.boolean(services.profiler.isRunning)],
};
