/** `Debug.memoryStats` and `Debug.memorySnapshot`. */
import { clock } from '../clock.ts';
import { record } from '../tables.ts';
import type { VmFunctions } from '../vm.ts';
import type { TimerBook } from './timer-book.ts';

export function memoryFunctions(timers: TimerBook): Pick<VmFunctions, 'Debug.memoryStats' | 'Debug.memorySnapshot'> {
  return {
    'Debug.memoryStats': ({ engine }) => {
      const { usedBytes, heapBytes, stringBytes, reservedBytes, limitBytes, collections } = engine.memory();
      return [
        record(engine, {
          used_bytes: engine.number(usedBytes),
          heap_bytes: engine.number(heapBytes),
          string_bytes: engine.number(stringBytes),
          allocated_bytes: engine.number(reservedBytes),
          resident_bytes: engine.number(clock.residentBytes()),
          limit_bytes: limitBytes === 0 ? undefined : engine.number(limitBytes),
          collections: engine.number(collections),
        }),
      ];
    },
    'Debug.memorySnapshot': ({ engine }) => {
      const now = engine.memoryUsed();
      let total = 0;
      const usage = engine.table();
      // Of several timers of one name the last one counts.
      for (const { name, startBytes, endBytes } of new Map(timers.timers.map((timer) => [timer.name, timer])).values()) {
        const delta = (endBytes ?? now) - startBytes;
        total += delta;
        const entry = { start_bytes: engine.number(startBytes), end_bytes: endBytes === undefined ? undefined : engine.number(endBytes), delta_bytes: engine.number(delta) };
        engine.rawSet(usage, engine.string(name), record(engine, entry));
      }
      return [
        record(engine, {
          timestamp_secs: engine.number(Math.floor(clock.now() / 1000)),
          active_trackers: engine.number(timers.timers.filter(({ running }) => running).length),
          total_memory_delta_bytes: engine.number(total),
          tracker_memory_usage: usage,
        }),
      ];
    },
  };
}
