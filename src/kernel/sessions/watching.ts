/** What a debugger may ask of a program that another one controls: everything that only looks, and nothing that the other would feel. */
import type { DebugMethod, DebugRequests } from '../../common/debug.ts';
import { DebugRequestError } from './debug-channel.ts';

/** A request that is not here is refused. */
const LOOKS: ReadonlySet<DebugMethod> = new Set<DebugMethod>([
  'breakpointLocations',
  'threads',
  'stackTrace',
  'scopes',
  'variables',
  'evaluate',
  'valueText',
  'completions',
  'exceptionInfo',
  'source',
  'loadedSources',
]);

/** The parameters under which a watcher's request may go on. Throws DebugRequestError `watching`. */
export function asWatcher<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): DebugRequests[M][0] {
  if (!LOOKS.has(method)) throw watching();
  if (method === 'variables' || method === 'valueText') return { ...(params as DebugRequests['variables' | 'valueText'][0]), onlyLooks: true };
  if (method !== 'evaluate') return params;
  const evaluation = params as DebugRequests['evaluate'][0];
  if (evaluation.context === 'repl') throw watching();
  // Whatever it is for, it must be without side effects: as a hover's is.
  return { ...evaluation, context: 'hover' };
}

export const watching = (): DebugRequestError =>
  new DebugRequestError({ code: 'watching', message: 'Another debugger controls this program, and this one watches: continue, step and change things there, or disconnect it to take over.' });
