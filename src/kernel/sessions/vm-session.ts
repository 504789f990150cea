/**
 * One VM session: the kernel's side of one Lua VM. It runs executions in the worker, hands on their output, serves their host calls and
 * carries the debugger's requests; and it ends them whatever they do. Answers of the worker arrive here and nowhere else.
 */
import { withinGrace } from '../../base/grace.ts';
import type { Logger } from '../../base/logging.ts';
import type { DebugEvent, DebugMethod, DebugRequests, DebugSetup } from '../../common/debug.ts';
import type { ExecutionContext, ExecutionEnd } from '../../common/execution.ts';
import type { HostPointFilter } from '../../common/host-points.ts';
import type { FromWorker, ToWorker } from '../../common/wire.ts';
import type { EventBus } from '../../runtime/events/bus.ts';
import type { Host, HostCall } from '../../runtime/host.ts';
import { DebugChannel } from './debug-channel.ts';
import { Debuggers } from './debuggers.ts';
import { Execution, programName, type ExecutionSpec } from './execution.ts';
import { endWithLimit, type LimitConfig } from './limits.ts';
import { OutputQueue, type OutputReader } from './output-queue.ts';
import { ProgramInput } from './program-input.ts';
import { Interrupts, type ScriptWorker } from './script-worker.ts';

/** What a session needs of its worker. */
export type WorkerHandle = Pick<ScriptWorker, 'listen' | 'post' | 'interrupt' | 'limitOutput' | 'returnCredit' | 'kill'>;

/** So long a script has to end by itself (its output is kept then); after that its thread is ended. */
const TERMINATE_GRACE_MS = 500;

export interface VmSessionOptions {
  readonly id: string;
  readonly worker: WorkerHandle;
  readonly host: Host;
  readonly events: EventBus;
  readonly logger: Logger;
  /** For its limits. */
  readonly config: LimitConfig;
  /** Called when executions or stops have changed. */
  readonly changed: () => void;
}

type StopCause = 'terminated' | 'interrupted' | 'time';

/** Where and why a program stands in the debugger. */
export type DebugStop = Extract<DebugEvent, { type: 'stopped' }>;

export class VmSession {
  readonly id: string;
  /** Where there is no terminal. */
  readonly input = new ProgramInput((action) => this.output.inOrder(action));
  readonly debuggers = new Debuggers();
  private readonly output: OutputQueue;
  private readonly debug: DebugChannel;
  private readonly debugListeners = new Set<(event: DebugEvent) => void>();
  private readonly lostListeners = new Set<(reason: string) => void>();
  private readonly goneListeners = new Set<(end: ExecutionEnd | undefined) => void>();
  private lastEnd: ExecutionEnd | undefined;
  private stop: DebugStop | undefined;
  private execution: Execution | undefined;
  private cause: StopCause | undefined;
  private gone: string | undefined;
  private ready!: () => void;
  /** The VM is up; what comes before is no time of the script's. */
  private readonly whenReady = new Promise<void>((resolve) => {
    this.ready = resolve;
  });
  private config: LimitConfig;
  private wantedPoints: ReadonlySet<HostPointFilter> = new Set();

  constructor(private readonly options: VmSessionOptions) {
    this.id = options.id;
    this.config = options.config;
    options.worker.limitOutput(options.config.outputLimitBytes);
    this.output = new OutputQueue((bytes) => options.worker.returnCredit(bytes));
    this.debug = new DebugChannel((message) => this.post(message));
    options.worker.listen({
      message: (message) => this.received(message),
      exited: (reason) => this.workerExited(reason),
    });
  }

  /** Undefined while nothing runs. */
  get running(): { readonly context: ExecutionContext; readonly stopped: boolean } | undefined {
    return this.execution;
  }

  /** Undefined while the program runs, or there is none. */
  get stopped(): DebugStop | undefined {
    return this.stop;
  }

  get alive(): boolean {
    return this.gone === undefined;
  }

  /** Resolves when the execution has ended and all of its output has been taken. Never rejects for what the script does. */
  async run(spec: ExecutionSpec): Promise<ExecutionEnd> {
    if (this.execution) throw new Error('this VM session is already running something');
    if (this.gone !== undefined) throw new Error(this.gone);
    this.cause = undefined;
    this.output.accept();
    this.input.begin();
    const execution = new Execution(spec, {
      host: this.options.host,
      events: this.options.events,
      maxSeconds: this.config.kernel.maxExecutionTimeSeconds,
      post: (message) => this.post(message),
      wantedPoints: () => this.wantedPoints,
      expired: () => this.interruptFor('time'),
    });
    this.execution = execution;
    void execution.untimed(this.whenReady);
    this.options.changed();
    this.post({ type: 'run', context: spec.context, program: spec.program, args: spec.args, ...(spec.debug && { debug: spec.debug }), ...(spec.jsonResult && { jsonResult: true }) });
    const { logger } = this.options;
    const ids = { session: this.id, execution: spec.context.executionId };
    logger.info({ ...ids, origin: spec.context.origin, debug: spec.debug !== undefined }, `${programName(spec.program)} started`);
    const end = await execution.ended;
    logger.info({ ...ids, reason: end.reason, exit_code: end.exitCode }, `${programName(spec.program)} ended`);
    this.lastEnd = end;
    this.stop = undefined;
    this.execution = undefined;
    await this.output.drained();
    this.options.changed();
    return end;
  }

  get host(): Host {
    return this.options.host;
  }

  /** Other limits, from now on. The memory limit is the VM's: it stays. */
  limitBy(config: LimitConfig): void {
    this.config = { ...config, memoryLimitBytes: this.config.memoryLimitBytes };
    this.execution?.limitTime(config.kernel.maxExecutionTimeSeconds);
    this.options.worker.limitOutput(config.outputLimitBytes);
  }

  /** Ends the execution, not the session. A script that does not answer is ended with its VM. */
  interrupt(): void {
    this.interruptFor('interrupted');
  }

  /** Ends the execution and the VM, whatever it does. Resolves when the VM is gone. */
  async terminate(): Promise<void> {
    const { execution } = this;
    this.cause ??= 'terminated';
    if (execution && !execution.hasEnded && this.alive) {
      this.options.worker.interrupt(Interrupts.Terminate);
      execution.hostCalls.cancel('the script was ended');
      await withinGrace(execution.ended, TERMINATE_GRACE_MS);
    }
    await withinGrace(this.output.drained(), TERMINATE_GRACE_MS);
    this.output.abandon();
    await this.options.worker.kill();
    this.workerExited(undefined);
  }

  /** Some bytes of the program's standard input; undefined when it has none. Time spent waiting for them counts against no limit. */
  readInput(call: HostCall, terminal: ((call: HostCall) => Promise<Uint8Array | null> | undefined) | undefined): Promise<Uint8Array | null> | undefined {
    const bytes = terminal === undefined ? this.input.read(call.signal) : terminal(call);
    return bytes && this.execution ? this.execution.untimed(bytes) : bytes;
  }

  /** Resolves when a debugger has attached and said what it wants. The waiting counts against no limit. */
  async untilDebugged(signal: AbortSignal): Promise<void> {
    const attached = this.debuggers.whenAttached(signal);
    await (this.execution?.untimed(attached) ?? attached);
  }

  addOutputReader(reader: OutputReader): () => void {
    return this.output.addReader(reader);
  }

  onDebugEvent(listener: (event: DebugEvent) => void): () => void {
    this.debugListeners.add(listener);
    return () => void this.debugListeners.delete(listener);
  }

  /** The VM ended without being asked to. */
  onLost(listener: (reason: string) => void): () => void {
    this.lostListeners.add(listener);
    return () => void this.lostListeners.delete(listener);
  }

  /** The VM has ended, with its last execution if it had one; told in any case, after `onLost`. */
  onGone(listener: (end: ExecutionEnd | undefined) => void): () => void {
    this.goneListeners.add(listener);
    return () => void this.goneListeners.delete(listener);
  }

  async debugRequest<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): Promise<DebugRequests[M][1]> {
    const answer = await this.debug.request(method, params);
    if ((method === 'continue' || method === 'step') && this.execution) {
      this.stop = undefined;
      this.execution.resume((params as DebugRequests['continue'][0]).thread);
      this.options.changed();
    }
    return answer;
  }

  attachDebugger(setup: DebugSetup): Promise<void> {
    return this.debug.attach(setup);
  }

  async detachDebugger(): Promise<void> {
    if (!this.alive) return;
    await this.debug.detach();
    this.stop = undefined;
    this.execution?.resume(0);
    this.options.changed();
  }

  private interruptFor(cause: StopCause): void {
    const { execution } = this;
    if (!execution || execution.hasEnded) return;
    this.cause = cause;
    this.options.worker.interrupt(Interrupts.Interrupt);
    execution.hostCalls.cancel(cause === 'time' ? 'the time limit was reached' : 'the script was interrupted');
    void this.enforce(execution);
  }

  /** A script that does not answer loses its VM, a reader that takes nothing loses the rest of the output. */
  private async enforce(execution: Execution): Promise<void> {
    await withinGrace(execution.ended, TERMINATE_GRACE_MS);
    if (!execution.hasEnded) await this.options.worker.kill();
    await withinGrace(this.output.drained(), TERMINATE_GRACE_MS);
    if (this.execution === execution || this.execution === undefined) this.output.abandon();
  }

  private post(message: ToWorker): void {
    if (this.alive) this.options.worker.post(message);
  }

  private received(message: FromWorker): void {
    const { execution } = this;
    switch (message.type) {
      case 'ready':
        this.ready();
        return;
      case 'output':
        this.output.push(message);
        return;
      case 'call':
        void execution?.hostCalls.call(message);
        return;
      case 'givenUp':
        execution?.hostCalls.giveUp(message.callId);
        return;
      case 'callbackResult':
        execution?.hostCalls.callbackResult(message);
        return;
      case 'pointResult':
        execution?.hostCalls.pointResult(message);
        return;
      case 'pointFilters':
        this.wantedPoints = new Set(message.filters);
        return;
      case 'debugReply':
        this.debug.reply(message);
        return;
      case 'debugEvent':
        // A stop is told after what was written before it; its reader may be slow.
        this.output.inOrder(() => this.debugEvent(message.event));
        return;
      case 'ended':
        if (execution?.context.executionId === message.executionId) execution.finish(this.describeEnd(message.end));
        return;
    }
  }

  private debugEvent(event: DebugEvent): void {
    if (event.type === 'stopped') this.stop = event;
    if (event.type === 'continued') this.stop = undefined;
    if (event.type === 'stopped') this.execution?.stop(event.reason, event.thread, event.site);
    if (event.type === 'continued') this.execution?.resume(event.thread);
    for (const listener of this.debugListeners) listener(event);
    if (event.type === 'stopped' || event.type === 'continued') this.options.changed();
  }

  private describeEnd(end: ExecutionEnd): ExecutionEnd {
    if (this.cause !== 'time' || end.reason === 'done' || end.reason === 'exit') return endWithLimit(end, this.config);
    return endWithLimit({ exitCode: 1, reason: 'error', limit: 'time' }, this.config);
  }

  private tellGone(): void {
    for (const listener of this.goneListeners) listener(this.lastEnd);
  }

  private workerExited(reason: string | undefined): void {
    if (this.gone !== undefined) return;
    this.gone = reason ?? 'the VM session has ended';
    this.debug.close(this.gone);
    this.options.host.endSession(this.id);
    const { execution } = this;
    if (execution && !execution.hasEnded) {
      const forced = this.cause !== undefined;
      execution.finish(
        forced
          ? this.describeEnd({ exitCode: 1, reason: this.cause === 'interrupted' ? 'interrupted' : 'terminated' })
          : { exitCode: 1, reason: 'crashed', error: this.gone },
      );
    }
    if (reason !== undefined) {
      // Whoever runs something is told by its end.
      if (!execution) this.options.logger.error({ session: this.id }, reason);
      for (const listener of this.lostListeners) listener(reason);
    }
    // An execution that ended with its VM settles its promise first.
    queueMicrotask(() => this.tellGone());
    this.options.changed();
  }
}
