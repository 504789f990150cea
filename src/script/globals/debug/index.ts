/** `Debug` and `Logger`: all of their functions that run in the VM. What belongs to one script (its log, its timers) is made here. */
import type { Vm, VmFunctions } from '../vm.ts';
import { dumpFunctions } from './dump-functions.ts';
import { filterFunctions } from './filter-functions.ts';
import { LogBook } from './log-book.ts';
import { logFunctions } from './log.ts';
import { loggerFunctions } from './logger.ts';
import { memoryFunctions } from './memory.ts';
import { profileFunctions } from './profile-functions.ts';
import { reportFunctions } from './reports.ts';
import { stackTraceFunctions } from './stack-trace.ts';
import { steeringFunctions } from './steering.ts';
import { TimerBook } from './timer-book.ts';
import { timerFunctions } from './timer.ts';

type DebugFunction = Extract<keyof VmFunctions, `Debug${string}` | `Logger.${string}` | `ModuleLogger:${string}`>;

export function debugFunctions(vm: Vm): Pick<VmFunctions, DebugFunction> {
  const log = new LogBook(vm);
  const timers = new TimerBook();
  return {
    ...logFunctions(log),
    ...loggerFunctions(log),
    ...filterFunctions(log),
    ...dumpFunctions,
    ...timerFunctions(timers),
    ...memoryFunctions(timers),
    ...profileFunctions,
    ...reportFunctions(timers),
    ...stackTraceFunctions(vm),
    ...steeringFunctions,
  };
}
