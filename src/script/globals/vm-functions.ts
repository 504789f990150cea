/** All implementations of this folder, by their names in the description. */
import { agentBuilderFunctions } from './agent-builder.ts';
import { debugFunctions } from './debug/index.ts';
import type { IoLibrary } from './io/index.ts';
import { jsonFunctions } from './json/index.ts';
import { moduleFunctions } from './modules.ts';
import { osFunctions } from './os/index.ts';
import { outputFunctions } from './output.ts';
import { sessionBuilderFunctions } from './session-builder.ts';
import type { Vm, VmFunctions } from './vm.ts';

export function vmFunctions(vm: Vm, io: IoLibrary): VmFunctions {
  return {
    ...agentBuilderFunctions,
    ...sessionBuilderFunctions,
    ...jsonFunctions,
    ...debugFunctions(vm),
    ...io.functions,
    ...osFunctions,
    ...outputFunctions(vm),
    ...moduleFunctions,
  };
}
