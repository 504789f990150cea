/** All implementations of this folder, by their names in the description. */
import { agentBuilderFunctions } from './agent-builder.ts';
import { debugFunctions } from './debug/index.ts';
import type { IoLibrary } from './io/index.ts';
import { jsonFunctions } from './json/index.ts';
import { moduleFunctions } from './modules.ts';
import { osFunctions } from './os/index.ts';
import { outputFunctions } from './output.ts';
import type { ReplayLibrary } from './replay/index.ts';
import { sessionBuilderFunctions } from './session-builder.ts';
import { stateFunctions } from './state/update.ts';
import { streamingFunctions } from './streaming/index.ts';
import { utilsFunctions } from './utils/index.ts';
import type { Vm, VmFunctions } from './vm.ts';

export function vmFunctions(vm: Vm, io: IoLibrary, replay: ReplayLibrary): VmFunctions {
  return {
    ...agentBuilderFunctions,
    ...sessionBuilderFunctions,
    ...stateFunctions,
    ...jsonFunctions,
    ...debugFunctions(vm),
    ...streamingFunctions(vm),
    ...replay.functions,
    ...utilsFunctions,
    ...io.functions,
    ...osFunctions,
    ...outputFunctions(vm),
    ...moduleFunctions,
  };
}
