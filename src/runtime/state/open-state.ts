/** The state that a host call works on: of the store its configuration names, with the ephemeral entries that go with that store in this kernel. */
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import type { Store } from '../store/store.ts';
import type { Reacher } from './access.ts';
import { EphemeralEntries } from './ephemeral.ts';
import { State } from './state.ts';

/** All scripts of a kernel that share a store share these too. */
const ephemeralOf = new WeakMap<Store, EphemeralEntries>();

export function ephemeralEntries(store: Store, maxBytes: number): EphemeralEntries {
  let entries = ephemeralOf.get(store);
  if (entries === undefined) ephemeralOf.set(store, (entries = new EphemeralEntries(maxBytes)));
  return entries;
}

export async function openState({ config, store }: Pick<Runtime, 'config' | 'store'>): Promise<State> {
  const opened = await store();
  const { cacheSizeBytes, maxValueBytes } = config.state;
  return new State({ store: opened, ephemeral: ephemeralEntries(opened, cacheSizeBytes), maxValueBytes, now: Date.now });
}

export function reacherOf({ context }: Pick<HostCall, 'context'>, { scriptSessions: scripts }: Pick<Runtime, 'scriptSessions'>): Reacher {
  return {
    kind: 'script',
    currentSession: () => scripts.currentOf(context.sessionId),
    reachesSession: (id) => scripts.reaches(context.sessionId, id),
  };
}
