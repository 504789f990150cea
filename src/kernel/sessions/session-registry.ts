/** The VM sessions of one kernel: made here, counted here for the status, and ended together. */
import { randomUUID } from 'node:crypto';
import type { Config } from '../../base/config/config.ts';
import type { Logger } from '../../base/logging.ts';
import type { EventBus } from '../../runtime/events/bus.ts';
import type { Host } from '../../runtime/host.ts';
import { VmSession } from './vm-session.ts';
import type { WorkerSupply } from './worker-supply.ts';

export interface SessionCounts {
  readonly sessions: number;
  readonly executions: number;
  /** Executions that wait in the debugger. */
  readonly stopped: number;
}

export interface SessionRegistryOptions {
  readonly workers: WorkerSupply;
  readonly events: EventBus;
  readonly logger: Logger;
}

export class SessionRegistry {
  private readonly sessions = new Map<string, VmSession>();
  private readonly changeListeners = new Set<() => void>();

  constructor(private readonly options: SessionRegistryOptions) {}

  /** A new VM, under the limits of `config`, with the functions of `host`. */
  create(config: Config, host: Host): VmSession {
    const id = randomUUID();
    const { workers, events, logger } = this.options;
    const session = new VmSession({
      id,
      worker: workers.take(config.memoryLimitBytes),
      host,
      events,
      logger: logger.target('kernel.session'),
      config,
      changed: () => this.changed(session),
    });
    this.sessions.set(id, session);
    return session;
  }

  /** The scripts that use `host` have these limits from now on. */
  limitBy(config: Config, host: Host): void {
    for (const session of this.sessions.values()) if (session.host === host) session.limitBy(config);
  }

  get(id: string): VmSession | undefined {
    return this.sessions.get(id);
  }

  /** The one that began last among those that run something, or wait for a debugger before they do. */
  newestToDebug(): VmSession | undefined {
    return [...this.sessions.values()].filter(({ running, debuggers }) => running !== undefined || debuggers.isAwaited).at(-1);
  }

  counts(): SessionCounts {
    const running = [...this.sessions.values()].filter((session) => session.running !== undefined);
    return { sessions: this.sessions.size, executions: running.length, stopped: running.filter((session) => session.running?.stopped).length };
  }

  /** Resolves when nothing runs any more, or the signal is aborted. */
  whenIdle(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!signal.aborted && this.counts().executions > 0) return;
        this.changeListeners.delete(look);
        resolve();
      };
      this.changeListeners.add(look);
      signal.addEventListener('abort', look, { once: true });
      look();
    });
  }

  onChange(listener: () => void): void {
    this.changeListeners.add(listener);
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.sessions.values()].map((session) => session.terminate()));
  }

  private changed(session: VmSession): void {
    if (!session.alive) this.sessions.delete(session.id);
    for (const listener of this.changeListeners) listener();
  }
}
