/**
 * Who debugs a VM session. The first debugger that comes controls it; those that come later watch. When the one who controls leaves, the oldest
 * watcher that is ready takes over, else the oldest that is still configuring: that one takes over as soon as it is ready.
 */

/** A debugger of a VM session, as the others meet it. */
export interface SessionDebugger {
  /** It has said what it wants; before that it is only on its way. */
  readonly isReady: boolean;
  /** It controls the session from now on. Resolves when what it wants holds. */
  takeOver(): Promise<void>;
  /** Something that its user should know. */
  notice(text: string): void;
}

export class Debuggers {
  /** In the order in which they came, but for the first, who controls. */
  private readonly present: SessionDebugger[] = [];
  private readonly waiting = new Set<() => void>();
  private isAttached = false;

  join(one: SessionDebugger): void {
    this.present.push(one);
  }

  /** Somebody waits for a debugger to attach. */
  get isAwaited(): boolean {
    return this.waiting.size > 0;
  }

  /** Somebody debugs the VM now. */
  get hasAttached(): boolean {
    return this.isAttached;
  }

  /** The VM's debugger works for one of them, or for none any more. */
  attached(isAttached: boolean): void {
    this.isAttached = isAttached;
    if (isAttached) for (const goOn of [...this.waiting]) goOn();
  }

  /** Resolves when a debugger has attached and said what it wants: at once when one has. Rejects with the signal's reason. */
  whenAttached(signal: AbortSignal): Promise<void> {
    if (this.isAttached) return Promise.resolve();
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      const settle = (how: () => void): void => {
        this.waiting.delete(attached);
        signal.removeEventListener('abort', aborted);
        how();
      };
      const attached = (): void => settle(resolve);
      const aborted = (): void => settle(() => reject(signal.reason as Error));
      this.waiting.add(attached);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }

  controls(one: SessionDebugger): boolean {
    return this.present[0] === one;
  }

  tellOthers(one: SessionDebugger, text: string): void {
    for (const other of this.present) if (other !== one) other.notice(text);
  }

  /** Answers who controls the session now in its place: undefined when it only watched, or was the last. */
  leave(one: SessionDebugger): SessionDebugger | undefined {
    const index = this.present.indexOf(one);
    if (index < 0) return undefined;
    this.present.splice(index, 1);
    if (index > 0) return undefined;
    const ready = this.present.findIndex(({ isReady }) => isReady);
    if (ready > 0) this.present.unshift(...this.present.splice(ready, 1));
    return this.present[0];
  }
}
