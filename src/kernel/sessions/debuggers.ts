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
}

export class Debuggers {
  /** In the order in which they came, but for the first, who controls. */
  private readonly present: SessionDebugger[] = [];

  join(one: SessionDebugger): void {
    this.present.push(one);
  }

  controls(one: SessionDebugger): boolean {
    return this.present[0] === one;
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
