/**
 * The configuration as each VM session sees it: that of the Host, with what its script has changed for itself. Nothing of it is written, and
 * it goes with the VM session.
 */
import type { Config } from '../../base/config/index.ts';

const MAX_SNAPSHOTS = 100;

interface Changed {
  config: Config;
  /** By the times that scripts know them by, the oldest first. */
  readonly snapshots: Map<number, Config>;
}

export class SessionConfigs {
  readonly #base: Config;
  readonly #sessions = new Map<string, Changed>();

  constructor(base: Config) {
    this.#base = base;
  }

  of(sessionId: string): Config {
    return this.#sessions.get(sessionId)?.config ?? this.#base;
  }

  set(sessionId: string, config: Config): void {
    this.#changed(sessionId).config = config;
  }

  /** `now` in milliseconds; two in one millisecond get different answers. */
  snapshot(sessionId: string, now: number): number {
    const { config, snapshots } = this.#changed(sessionId);
    const last = [...snapshots.keys()].at(-1) ?? 0;
    const timestamp = Math.max(now, last + 1);
    snapshots.set(timestamp, config);
    const [oldest] = snapshots.keys();
    if (snapshots.size > MAX_SNAPSHOTS) snapshots.delete(oldest!);
    return timestamp;
  }

  /** false: there is no such snapshot. */
  restore(sessionId: string, timestamp: number): boolean {
    const changed = this.#sessions.get(sessionId);
    const config = changed?.snapshots.get(timestamp);
    if (changed === undefined || config === undefined) return false;
    changed.config = config;
    return true;
  }

  endSession(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }

  #changed(sessionId: string): Changed {
    let changed = this.#sessions.get(sessionId);
    if (changed === undefined) this.#sessions.set(sessionId, (changed = { config: this.#base, snapshots: new Map<number, Config>() }));
    return changed;
  }
}
