/** A session goes with all that belongs to it: its artifacts and its state, in one transaction. */
import type { Config } from '../../base/config/index.ts';
import { ephemeralEntries } from '../state/open-state.ts';
import { forgetScope, removeScope } from '../state/remove-scope.ts';
import { scopeOf } from '../state/scope.ts';
import type { Store } from '../store/store.ts';
import type { KeptSessions } from './kept-sessions.ts';
import type { Tell } from './sessions.ts';

export interface Kept {
  readonly kept: KeptSessions;
  readonly config: Config;
  readonly store: () => Promise<Store>;
}

export async function deleteSession(id: string, { kept, config, store }: Kept, tell: Tell): Promise<void> {
  const scope = scopeOf('session', id);
  await kept.artifacts.deleteSession(id, (tx) => removeScope(tx, scope), tell);
  forgetScope(ephemeralEntries(await store(), config.state.cacheSizeBytes), scope, Date.now());
}
