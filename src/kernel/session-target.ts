/**
 * A VM session of this kernel as one debugger sees it (DebugTarget). Several debuggers can look at the same session: the first controls it,
 * the others watch (sessions/debuggers.ts). Its listeners end with the debugger's interest in it.
 */
import type { DebugEvent, DebugMethod, DebugRequests, DebugSetup } from '../common/debug.ts';
import type { ExecutionEnd } from '../common/execution.ts';
import type { DebugTarget, DetachOptions, OutputChunk, TargetInput } from '../protocols/dap/target.ts';
import type { SessionDebugger } from './sessions/debuggers.ts';
import type { DebugStop, VmSession } from './sessions/vm-session.ts';
import { asWatcher, watching } from './sessions/watching.ts';

const RESTARTED = 'The debugger that controls this program restarts it, and this session ends with the old run: attach again to watch the new one.';

export class SessionTarget implements DebugTarget, SessionDebugger {
  private readonly leave: (() => void)[] = [];
  private readonly eventListeners = new Set<(event: DebugEvent) => void>();
  private readonly inputListeners: ((waiting: number) => void)[] = [];
  private controlListener: () => Promise<void> = async () => undefined;
  /** It hears what the debugger of the VM says: from when it has said what it wants. */
  private hears = false;
  /** The VM's debugger works for this one. */
  private hasAttached = false;

  readonly input: TargetInput = {
    onWaiting: (listener) => {
      this.inputListeners.push(listener);
      if (!this.watches) this.leave.push(this.session.input.addSource(listener));
    },
    enter: (bytes) => {
      if (!this.watches) this.session.input.enter(bytes);
    },
  };

  constructor(
    protected readonly session: VmSession,
    private readonly debugs = true,
  ) {
    if (debugs) session.debuggers.join(this);
    this.leave.push(session.onDebugEvent((event) => this.tell(event)));
  }

  get sessionId(): string {
    return this.session.id;
  }

  get watches(): boolean {
    return this.debugs && !this.session.debuggers.controls(this);
  }

  get isReady(): boolean {
    return this.hears;
  }

  run(_setup: DebugSetup): Promise<ExecutionEnd> {
    return Promise.reject(new Error('this session was attached to: its program runs already'));
  }

  async attach(setup: DebugSetup): Promise<void> {
    const { stopped } = this.session;
    const isNew = !this.hears;
    this.hears = true;
    if (!this.watches) {
      await this.beginDebugging(() => this.session.attachDebugger(setup));
      this.session.debuggers.attached(true);
    }
    // A stop that came or went meanwhile has been told.
    if (isNew && stopped !== undefined && this.session.stopped === stopped) this.tell(withoutIds(stopped));
  }

  /** The one that controlled has left. */
  async takeOver(): Promise<void> {
    for (const listener of this.inputListeners) this.leave.push(this.session.input.addSource(listener));
    await this.controlListener();
  }

  async detach({ suspend = false }: DetachOptions = {}): Promise<void> {
    for (const remove of this.leave.splice(0)) remove();
    const { session } = this;
    const { stopped, debuggers } = session;
    const controlled = debuggers.controls(this);
    const successor = debuggers.leave(this);
    if (!controlled || !session.alive) return;
    if (successor?.isReady) {
      // Without a moment in between in which the program runs past the successor's breakpoints.
      await this.whileItLives(successor.takeOver());
      if (!suspend && stopped !== undefined && session.stopped === stopped) await this.whileItLives(session.debugRequest('continue', { thread: stopped.thread }));
      return;
    }
    // Its breakpoints may be set already while it still configures.
    if (this.hasAttached && suspend) this.suspend();
    else if (this.hasAttached) {
      debuggers.attached(false);
      await this.whileItLives(session.detachDebugger());
    }
    if (successor !== undefined) await this.whileItLives(successor.takeOver());
  }

  async request<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): Promise<DebugRequests[M][1]> {
    return this.session.debugRequest(method, this.watches ? asWatcher(method, params) : params);
  }

  async terminate({ restarts } = { restarts: false }): Promise<void> {
    if (this.watches) throw watching();
    if (restarts) this.session.debuggers.tellOthers(this, RESTARTED);
    await this.session.terminate();
  }

  notice(text: string): void {
    this.tell({ type: 'message', category: 'important', text });
  }

  onEvent(listener: (event: DebugEvent) => void): void {
    this.eventListeners.add(listener);
  }

  onControl(listener: () => Promise<void>): void {
    this.controlListener = listener;
  }

  onOutput(listener: (chunk: OutputChunk) => Promise<void> | void): void {
    this.leave.push(this.session.addOutputReader(listener));
  }

  onLost(listener: (reason: string) => void): void {
    this.leave.push(this.session.onLost(listener));
  }

  onGone(listener: (end: ExecutionEnd | undefined) => void): void {
    this.leave.push(this.session.onGone(listener));
  }

  /** The VM's debugger is asked for, and with it what this one hears. */
  protected beginDebugging<T>(begin: () => Promise<T>): Promise<T> {
    this.hears = true;
    this.hasAttached = true;
    return begin();
  }

  /** Leaves the program stopped where it is or where it comes to next, until the next debugger attaches or somebody ends it. */
  private suspend(): void {
    const { session } = this;
    if (session.stopped === undefined && session.running !== undefined) void this.whileItLives(session.debugRequest('pause', { thread: 1 }));
  }

  private tell(event: DebugEvent): void {
    // The ids of breakpoints are those of the debugger that set them.
    if (!this.hears || (this.watches && event.type === 'breakpoint')) return;
    const told = this.watches && event.type === 'stopped' ? withoutIds(event) : event;
    for (const listener of this.eventListeners) listener(told);
  }

  /** A program that ends meanwhile needs nothing more. */
  private async whileItLives(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (this.session.alive) throw error;
    }
  }
}

function withoutIds(stop: DebugStop): DebugStop {
  const { hitBreakpoints: _, ...rest } = stop;
  return rest;
}
