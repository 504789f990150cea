/** All implementations of this folder, by their names in the description. */
import { agentBuilderFunctions } from './agent-builder.ts';
import { dumpFunctions } from './debug/dump-functions.ts';
import { logFunctions } from './debug/log.ts';
import { stackTraceFunctions } from './debug/stack-trace.ts';
import { steeringFunctions } from './debug/steering.ts';
import { timerFunctions } from './debug/timer.ts';
import type { IoLibrary } from './io/index.ts';
import { jsonFunctions } from './json/index.ts';
import { moduleFunctions } from './modules.ts';
import { osFunctions } from './os/index.ts';
import { outputFunctions } from './output.ts';
import type { Vm, VmFunctions } from './vm.ts';

export function vmFunctions(vm: Vm, io: IoLibrary): VmFunctions {
  return {
    ...agentBuilderFunctions,
    ...jsonFunctions,
    ...logFunctions(),
    ...dumpFunctions,
    ...timerFunctions,
    ...stackTraceFunctions(vm),
    ...steeringFunctions,
    ...io.functions,
    ...osFunctions,
    ...outputFunctions(vm),
    ...moduleFunctions,
  };
}
