/**
 * What one execution may do to the world: made from the configuration and the execution's context, and asked by the Lua libraries and by
 * every tool alike. It only judges; whoever acts checks again what it really got hold of (an opened file, a connected address).
 */
import type { Config } from '../../base/config/index.ts';
import type { ExecutionContext } from '../../common/execution.ts';
import { filePolicy, type FilePolicy } from './files.ts';
import { processPolicy, type ProcessPolicy } from './processes.ts';
import type { NetworkPolicy } from './network/policy.ts';
import { networkPolicy } from './network/rules.ts';
import { reservedFor } from './reserved.ts';
import { variablePolicy, type VariablePolicy } from './variables.ts';

export interface Policy {
  readonly files: FilePolicy;
  readonly processes: ProcessPolicy;
  readonly variables: VariablePolicy;
  readonly network: NetworkPolicy;
}

/** Makes policies for executions; one for each, as long as its context lives. `ownPlaces`: folders and files in which llmspell keeps what is its own. */
export function policies(config: Config, ownPlaces: readonly string[]): (context: ExecutionContext) => Policy {
  const known = new WeakMap<ExecutionContext, Policy>();
  const reserved = reservedFor(config, ownPlaces);
  return (context) => {
    let policy = known.get(context);
    if (policy === undefined) known.set(context, (policy = { files: filePolicy(config, context, reserved), processes: processPolicy(config, context), variables: variablePolicy(config, context), network: networkPolicy(config) }));
    return policy;
  };
}
