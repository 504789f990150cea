/**
 * The configuration as each VM session sees it: that of the Host, with what its script has changed for itself. Nothing of it is written, and
 * it goes with the VM session. Kept as changes, not as their outcome: so they hold on top of a configuration that was edited meanwhile, as far
 * as that still allows them.
 */
import type { Config } from '../../base/config/index.ts';
import { RuntimeError } from '../errors.ts';
import { withProvider, type ProviderChanges } from './provider-changes.ts';

const MAX_SNAPSHOTS = 100;

interface Change {
  readonly provider: string;
  readonly changes: ProviderChanges;
}

interface Changed {
  changes: readonly Change[];
  /** Made of the changes. */
  config: Config;
  /** By the times that scripts know them by, the oldest first. */
  readonly snapshots: Map<number, readonly Change[]>;
}

export class SessionConfigs {
  #base: Config;
  readonly #sessions = new Map<string, Changed>();

  constructor(base: Config) {
    this.#base = base;
  }

  /** Another one below the changes of the scripts. */
  rebase(base: Config): void {
    this.#base = base;
    for (const changed of this.#sessions.values()) changed.config = applied(base, changed.changes);
  }

  of(sessionId: string): Config {
    return this.#sessions.get(sessionId)?.config ?? this.#base;
  }

  /** Throws RuntimeError for what is not for scripts to change. */
  setProvider(sessionId: string, provider: string, changes: ProviderChanges): void {
    const config = withProvider(this.of(sessionId), provider, changes);
    const changed = this.#changed(sessionId);
    changed.changes = [...changed.changes, { provider, changes }];
    changed.config = config;
  }

  /** `now` in milliseconds; two in one millisecond get different answers. */
  snapshot(sessionId: string, now: number): number {
    const { changes, snapshots } = this.#changed(sessionId);
    const last = [...snapshots.keys()].at(-1) ?? 0;
    const timestamp = Math.max(now, last + 1);
    snapshots.set(timestamp, changes);
    const [oldest] = snapshots.keys();
    if (snapshots.size > MAX_SNAPSHOTS) snapshots.delete(oldest!);
    return timestamp;
  }

  /** false: there is no such snapshot. */
  restore(sessionId: string, timestamp: number): boolean {
    const changed = this.#sessions.get(sessionId);
    const changes = changed?.snapshots.get(timestamp);
    if (changed === undefined || changes === undefined) return false;
    changed.changes = changes;
    changed.config = applied(this.#base, changes);
    return true;
  }

  endSession(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  #changed(sessionId: string): Changed {
    let changed = this.#sessions.get(sessionId);
    if (changed === undefined) this.#sessions.set(sessionId, (changed = { changes: [], config: this.#base, snapshots: new Map<number, readonly Change[]>() }));
    return changed;
  }
}

/** What the configuration no longer lets scripts change is left out: its user has the last word. */
function applied(base: Config, changes: readonly Change[]): Config {
  return changes.reduce((config, { provider, changes: given }) => {
    try {
      return withProvider(config, provider, given);
    } catch (error) {
      if (error instanceof RuntimeError) return config;
      throw error;
    }
  }, base);
}
