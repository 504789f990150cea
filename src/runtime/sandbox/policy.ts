/**
 * What one execution may do to the world: made from the configuration and the execution's context, and asked by the Lua libraries and by
 * every tool alike. It only judges; whoever acts checks again what it really got hold of (an opened file, a connected address).
 */
import type { Config } from '../../base/config/index.ts';
import type { ExecutionContext } from '../../common/execution.ts';
import { filePolicy, type FilePolicy } from './files.ts';

export interface Policy {
  readonly files: FilePolicy;
}

export const policyFor = (config: Config, context: ExecutionContext): Policy => ({ files: filePolicy(config, context) });
