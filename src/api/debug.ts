/** `Debug`: log lines, dumps of values, timers, the profiler, stack traces, and the debugger itself, from within a script. */
import { dumpFunctions } from './debug/dumps.ts';
import { loggingFunctions } from './debug/logging.ts';
import { measuringClasses, measuringFunctions } from './debug/measuring.ts';
import { stoppingFunctions } from './debug/stopping.ts';
import type { ApiModule } from './types.ts';

export const debugApi = {
  id: 'debug',
  title: 'Debug',
  doc: 'Log lines, dumps of values, timers, a profiler, stack traces and the debugger from within a script. Not to be mixed up with Lua\'s own `debug` library.',
  values: [{ name: 'Debug', type: 'table', doc: 'Log lines, dumps, timers, the profiler, stack traces, and the debugger.' }],
  classes: measuringClasses,
  functions: [...loggingFunctions, ...dumpFunctions, ...measuringFunctions, ...stoppingFunctions],
} as const satisfies ApiModule;
