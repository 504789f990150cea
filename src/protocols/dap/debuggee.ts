/**
 * One program under the debugger: adapts a DebugTarget's life and events to DAP's. It starts, it stops and goes on, it ends once; what
 * the client must hear comes in the order DAP prescribes: all output, `exited`, `terminated`.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugEvent, DebugMethod, DebugRequests, DebugSetup } from '../../common/debug.ts';
import type { ExecutionEnd } from '../../common/execution.ts';
import { sourceTo } from './client.ts';
import { ConsoleInput } from './console-input.ts';
import { alreadyStarted, notStarted } from './errors.ts';
import { breakpointTo, stoppedTo, type StoppedBody } from './translate.ts';
import { ProgramOutput } from './output.ts';
import type { DebugTarget, DetachOptions } from './target.ts';
import type { DapSession } from './session.ts';

export interface DebuggeeOptions {
  readonly target: DebugTarget;
  readonly startMethod: 'launch' | 'attach';
  /** Shown by the client. */
  readonly name: string;
  readonly noDebug: boolean;
}

export class Debuggee {
  readonly startMethod: 'launch' | 'attach';
  readonly noDebug: boolean;
  readonly input: ConsoleInput;
  readonly #name: string;
  readonly #target: DebugTarget;
  readonly #session: DapSession;
  readonly #output: ProgramOutput;
  /** It has watched, and controls the program since. */
  #watched = false;
  #claimed = false;
  #started = false;
  #ended = false;
  /** A successor takes over, or nobody listens any more: its end is not the session's. */
  #silent = false;
  #stop: StoppedBody | undefined;
  #death: string | undefined;
  #resolveEnd!: () => void;
  readonly #whenEnded = new Promise<void>((resolve) => {
    this.#resolveEnd = resolve;
  });

  constructor(session: DapSession, options: DebuggeeOptions) {
    this.startMethod = options.startMethod;
    this.noDebug = options.noDebug;
    this.#name = options.name;
    this.#target = options.target;
    this.#session = session;
    this.#output = new ProgramOutput((body) => this.#event('output', body), session.stream, (line) => session.client.lineTo(line));
    this.input = new ConsoleInput(options.target.input, {
      isStopped: () => this.#stop !== undefined,
      say: (notice) => this.#event('output', { category: 'console', output: notice }),
    });
    this.#target.onEvent((event) => this.#received(event));
    this.#target.onOutput((chunk) => (this.#silent ? undefined : this.#output.write(chunk)));
    this.#target.onControl(() => this.#controls());
    this.#target.onLost((reason) => this.#lost(reason));
    this.#target.onGone((end) => {
      if (this.startMethod === 'attach') this.#end(end ?? { exitCode: 0, reason: 'done' });
    });
  }

  get isStarted(): boolean {
    return this.#started;
  }

  /** Another debugger controls the program. */
  get watches(): boolean {
    return this.#target.watches;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  get stoppedThread(): number | undefined {
    return this.#stop?.threadId;
  }

  /** Whoever claims the start is the one who starts it, once the answer is out. Throws DapError. */
  claimStart(): void {
    if (this.#claimed) throw alreadyStarted();
    this.#claimed = true;
  }

  /** After `configurationDone`: runs the launched program, or takes over the one that runs. To be claimed before. */
  async start(setup: DebugSetup): Promise<void> {
    // Since the claim it may have been replaced, abandoned, or ended.
    if (this.#silent || this.#started) return;
    if (this.#session.lifecycle.isEnding) return this.#endUnstarted();
    this.#started = true;
    this.#event('process', { name: this.#name, isLocalProcess: true, startMethod: this.startMethod });
    if (this.startMethod === 'attach') return this.#attach(setup);
    // The launch has been answered long ago: whatever happens now is the program's end.
    this.#target.run(setup).then(
      (end) => this.#end(end),
      (error: unknown) => this.#end({ exitCode: 1, reason: 'crashed', error: (error as Error).message }),
    );
  }

  /** What was launched is given back; what was attached to is left to whoever asked for the end. */
  async #endUnstarted(): Promise<void> {
    if (this.startMethod === 'attach') return;
    await this.#target.terminate();
    this.#end({ exitCode: 1, reason: 'terminated' });
  }

  /** Rejects with an Error whose message is for the user. */
  async request<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): Promise<DebugRequests[M][1]> {
    if (this.#ended) throw notStarted();
    return this.#target.request(method, params);
  }

  /** Goes on from a stop: whatever was shown of it is stale. */
  async resume<M extends 'continue' | 'step'>(method: M, params: DebugRequests[M][0]): Promise<void> {
    const before = this.#stop;
    this.#stop = undefined;
    try {
      await this.request(method, params);
    } catch (error) {
      this.#stop ??= before;
      throw error;
    }
  }

  /** Frames of the stopped program are not where the client shows them: it is told to ask again. */
  framesMoved(): void {
    if (this.#stop === undefined) return;
    const { client } = this.#session;
    // VS Code would take `invalidated` for a new stop: it would open the topmost frame and put the cursor there, while the user types elsewhere.
    if (client.isVsCode) this.#event('stopped', { ...this.#stop, preserveFocusHint: true });
    else if (client.supportsInvalidated) this.#event('invalidated', { areas: ['stacks'] });
  }

  /** Resolves when the program is gone and the client has been told. */
  async terminate(): Promise<void> {
    await this.#target.terminate();
    if (this.startMethod === 'attach') this.#end({ exitCode: 1, reason: 'terminated' });
    else if (this.#claimed) await this.#whenEnded;
    else {
      // It never began: there is no exit to tell.
      this.#ended = true;
      this.#session.terminated();
    }
  }

  /** Ends it without a word to the client; answers the thread it was stopped in. */
  async replace(): Promise<number | undefined> {
    this.#silent = true;
    const { stoppedThread } = this;
    await this.#target.terminate({ restarts: true });
    return stoppedThread;
  }

  /** Nothing came to replace it: its end is the session's after all. */
  endUnreplaced(): void {
    this.#silent = false;
    this.#ended = true;
    this.#tellExit(1);
    this.#resolveEnd();
  }

  /** Nobody wants it any more: what was launched ends, what was attached to goes on. */
  async abandon(): Promise<void> {
    if (this.startMethod === 'attach') return this.release();
    this.#silent = true;
    await this.#target.terminate();
  }

  /** Leaves the program to itself, or to those who watch it. */
  async release(options: DetachOptions = {}): Promise<void> {
    this.#silent = true;
    await this.#target.detach(options);
  }

  #received(event: DebugEvent): void {
    switch (event.type) {
      case 'stopped': {
        this.#stop = stoppedTo(event);
        this.#event('stopped', this.#stop);
        return;
      }
      case 'continued':
        // DAP wants no event when the client asked for it; then the stop was over with its request.
        if (this.#stop !== undefined) this.#resumedByAnother(event.thread);
        this.input.resumed();
        return;
      case 'thread':
        this.#event('thread', { reason: event.reason, threadId: event.thread });
        return;
      case 'breakpoint':
        this.#event('breakpoint', { reason: 'changed', breakpoint: breakpointTo(this.#session.client, event.status) });
        return;
      case 'loadedSource':
        this.#event('loadedSource', { reason: event.reason, source: sourceTo(event.source) });
        return;
      case 'message': {
        const { site } = event;
        const place = site && { source: { name: site.file.split(/[/\\]/).at(-1)!, path: site.file }, line: this.#session.client.lineTo(site.line) };
        this.#event('output', { category: event.category, output: `${event.text}\n`, ...place });
        return;
      }
    }
  }

  #resumedByAnother(threadId: number): void {
    this.#stop = undefined;
    this.#session.locations.clear();
    this.#event('continued', { threadId, allThreadsContinued: true });
  }

  /** The one who controlled the program has left: what this client configured counts now, and it is told where its breakpoints stand. */
  async #controls(): Promise<void> {
    this.#event('output', { category: 'console', output: 'The debugger that controlled this program has left: this one controls it now.\n' });
    this.#watched = true;
    if (this.#started && !this.#ended) await this.#attach(this.#session.configuration.setup);
  }

  async #attach(setup: DebugSetup): Promise<void> {
    await this.#target.attach(setup);
    if (!this.#watched || this.watches) return;
    // While it watched they were told to count for nothing.
    this.#watched = false;
    const statuses = [
      ...(await Promise.all(setup.breakpoints.map((source) => this.request('setBreakpoints', source)))),
      await this.request('setFunctionBreakpoints', { breakpoints: setup.functionBreakpoints ?? [] }),
      await this.request('setDataBreakpoints', { breakpoints: setup.dataBreakpoints ?? [] }),
      await this.request('setExceptionFilters', { filters: setup.exceptions }),
    ];
    for (const status of statuses.flat()) this.#event('breakpoint', { reason: 'changed', breakpoint: breakpointTo(this.#session.client, status) });
  }

  #lost(reason: string): void {
    this.#death ??= reason;
    if (this.startMethod === 'attach') this.#end({ exitCode: 1, reason: 'crashed', error: reason });
  }

  #end(end: ExecutionEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stop = undefined;
    this.#output.end();
    const death = this.#death ?? (end.reason === 'crashed' ? end.error : undefined);
    if (death !== undefined) this.#event('output', { category: 'important', output: `The program was lost: ${death}\n` });
    else if (end.error !== undefined) this.#event('output', { category: 'stderr', output: `${end.error.trimEnd()}\n` });
    this.#tellExit(end.exitCode, end.reason === 'terminated');
    this.#resolveEnd();
  }

  /** `isStopped`: it was ended on purpose, so its exit code is ours and tells nothing. */
  #tellExit(exitCode: number, isStopped = false): void {
    if (this.#silent) return;
    // Clients keep the code of `exited` to themselves.
    if (exitCode !== 0) this.#event('output', { category: 'console', output: `${this.#name} ${isStopped ? 'was stopped' : `ended with exit code ${exitCode}`}\n` });
    this.#event('exited', { exitCode });
    this.#session.terminated();
  }

  #event(event: DebugProtocol.Event['event'], body: object): void {
    if (!this.#silent) this.#session.event(event, body);
  }
}
