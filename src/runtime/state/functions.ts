/** The `State` functions of the Lua API. */
import { exactBytes, type HostValue } from '../../common/values.ts';
import type { HostFunction, HostFunctions } from '../functions.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import { reaches } from './access.ts';
import { fallbackScopesIn, keyIn, optionsIn, scopeIn, toExactValue } from './arguments.ts';
import { backupFunctions } from './backups/functions.ts';
import { tellDeleted, tellWritten } from './events.ts';
import { openState, reacherOf } from './open-state.ts';
import { scopeOfName, type Scope } from './scope.ts';
import type { WriteOptions } from './state.ts';

type StateFunctionName = Extract<keyof HostFunctions, `State.${string}`>;
type Owner = 'workflow' | 'agent' | 'tool';

async function write(call: HostCall, runtime: Runtime, scope: Scope, value: HostValue, options: WriteOptions): Promise<HostValue[]> {
  const state = await openState(runtime);
  const key = keyIn(call, 1);
  const bytes = exactBytes(value);
  const version = await state.set(scope, key, bytes, options);
  if (bytes === undefined) tellDeleted(call, runtime, scope, key);
  else tellWritten(call, runtime, scope, key, bytes.length);
  return [version];
}

async function read(call: HostCall, runtime: Runtime, scope: Scope): Promise<HostValue[]> {
  const kept = await (await openState(runtime)).get(scope, keyIn(call, 1));
  return [toExactValue(kept?.value)];
}

const set: HostFunction = (call, runtime) => write(call, runtime, scopeIn(call, runtime), call.args[2], optionsIn(call.args[3]));
const get: HostFunction = (call, runtime) => read(call, runtime, scopeIn(call, runtime));
const setOf =
  (owner: Owner): HostFunction =>
  (call, runtime) =>
    write(call, runtime, scopeIn(call, runtime, owner), call.args[2], {});
const getOf =
  (owner: Owner): HostFunction =>
  (call, runtime) =>
    read(call, runtime, scopeIn(call, runtime, owner));

export const stateFunctions: Pick<HostFunctions, StateFunctionName> = {
  'State.set': set,
  'State.save': set,
  'State.get': get,
  'State.load': get,
  'State.get_versioned': async (call, runtime) => {
    const kept = await (await openState(runtime)).get(scopeIn(call, runtime), keyIn(call, 1));
    return [toExactValue(kept?.value), kept?.version ?? 0];
  },
  'State.get_with_fallback': async (call, runtime) => {
    const state = await openState(runtime);
    for (const scope of fallbackScopesIn(call, runtime)) {
      const kept = await state.get(scope, keyIn(call, 1));
      if (kept !== undefined) return [toExactValue(kept.value), scope.name];
    }
    return [undefined, undefined];
  },
  'State.compare_and_swap': async (call, runtime) => {
    const [scope, key, value] = [scopeIn(call, runtime), keyIn(call, 1), exactBytes(call.args[3])];
    const { swapped, current } = await (await openState(runtime)).compareAndSwap(scope, key, exactBytes(call.args[2]), value, optionsIn(call.args[4]));
    if (swapped && value !== undefined) tellWritten(call, runtime, scope, key, value.length);
    else if (swapped) tellDeleted(call, runtime, scope, key);
    return [swapped, toExactValue(current)];
  },
  'State.delete': async (call, runtime) => {
    const [scope, key] = [scopeIn(call, runtime), keyIn(call, 1)];
    const wasThere = await (await openState(runtime)).delete(scope, key, optionsIn(call.args[2]).version);
    if (wasThere) tellDeleted(call, runtime, scope, key);
    return [wasThere];
  },
  'State.list_keys': async (call, runtime) => [await (await openState(runtime)).keys(scopeIn(call, runtime))],
  'State.list_scopes': async (call, runtime) => {
    const names = await (await openState(runtime)).scopes();
    return [names.filter((name) => reaches(scopeOfName(name), reacherOf(call, runtime)))];
  },
  'State.workflow_get': getOf('workflow'),
  'State.workflow_list': async (call, runtime) => [await (await openState(runtime)).keys(scopeIn(call, runtime, 'workflow'))],
  'State.agent_get': getOf('agent'),
  'State.agent_set': setOf('agent'),
  'State.tool_get': getOf('tool'),
  'State.tool_set': setOf('tool'),
  ...backupFunctions,
};
