/**
 * One execution on the main thread: its events, its host calls, its clock, and its one end. Whatever ends it first wins; what comes later
 * changes nothing.
 */
import { Attributes } from '../../common/attributes.ts';
import type { DebugSetup } from '../../common/debug.ts';
import { EventTypes, type SourceLine } from '../../common/events.ts';
import type { ExecutionContext, ExecutionEnd, Program } from '../../common/execution.ts';
import type { HostPointFilter } from '../../common/host-points.ts';
import type { ToWorker } from '../../common/wire.ts';
import type { EventBus } from '../../runtime/events/bus.ts';
import type { Host } from '../../runtime/host.ts';
import { ExecutionClock } from './execution-clock.ts';
import { HostCalls } from './host-calls.ts';

export interface ExecutionSpec {
  readonly context: ExecutionContext;
  readonly program: Program;
  readonly args: readonly string[];
  /** With a debugger from the first instruction on. */
  readonly debug?: DebugSetup;
  /** A result that is one table is wanted as JSON too. */
  readonly jsonResult?: boolean;
}

export interface ExecutionServices {
  readonly host: Host;
  readonly events: EventBus;
  /** 0 = no limit. */
  readonly maxSeconds: number;
  post(message: ToWorker): void;
  /** The host points that a debugger wants to hear of now. */
  wantedPoints(): ReadonlySet<HostPointFilter>;
  /** The time limit was reached. */
  expired(): void;
}

export class Execution {
  readonly context: ExecutionContext;
  readonly hostCalls: HostCalls;
  readonly ended: Promise<ExecutionEnd>;
  private readonly startEventId: string;
  private readonly startedAt = performance.now();
  private readonly clock: ExecutionClock;
  private resolveEnd!: (end: ExecutionEnd) => void;
  private end: ExecutionEnd | undefined;
  private isStopped = false;
  private inputsAwaited = 0;

  constructor(
    spec: ExecutionSpec,
    private readonly services: ExecutionServices,
  ) {
    this.context = spec.context;
    this.ended = new Promise((resolve) => {
      this.resolveEnd = resolve;
    });
    this.startEventId = services.events.emit({
      type: EventTypes.ExecutionStart,
      ...this.ids(),
      data: { program: programName(spec.program), origin: spec.context.origin, debug: spec.debug !== undefined },
    }).id;
    this.hostCalls = new HostCalls(services.host, spec.context, this.startEventId, (message) => services.post(message), () => services.wantedPoints());
    this.clock = new ExecutionClock(services.maxSeconds * 1000, () => services.expired());
    this.clock.start();
  }

  /** Waits in the debugger. */
  get stopped(): boolean {
    return this.isStopped;
  }

  get hasEnded(): boolean {
    return this.end !== undefined;
  }

  stop(reason: string, thread: number, site: SourceLine | undefined): void {
    if (!this.isStopped) this.hostCalls.hold();
    this.isStopped = true;
    this.clock.hold();
    this.emit(EventTypes.DebugStopped, { reason, thread }, site);
  }

  resume(thread: number): void {
    if (!this.isStopped || this.end) return;
    this.isStopped = false;
    this.hostCalls.goOn();
    this.startClock();
    this.emit(EventTypes.DebugContinued, { thread });
  }

  /** 0: no limit. */
  limitTime(seconds: number): void {
    this.clock.setLimit(seconds * 1000);
  }

  /** Waits for somebody outside of the program, at nobody's cost. */
  async untimed<T>(work: Promise<T>): Promise<T> {
    this.inputsAwaited += 1;
    this.clock.hold();
    try {
      return await work;
    } finally {
      this.inputsAwaited -= 1;
      this.startClock();
    }
  }

  /** Settles the end once: requests in flight are cancelled, the span is closed. */
  finish(end: ExecutionEnd): void {
    if (this.end) return;
    this.end = end;
    this.isStopped = false;
    this.clock.hold();
    this.hostCalls.cancel('the execution has ended');
    this.services.events.emit({
      type: EventTypes.ExecutionEnd,
      ...this.ids(),
      causationId: this.startEventId,
      attributes: { [Attributes.DurationMs]: Math.round(performance.now() - this.startedAt) },
      data: { exit_code: end.exitCode, reason: end.reason, error: end.error },
    });
    this.resolveEnd(end);
  }

  private startClock(): void {
    if (!this.isStopped && this.inputsAwaited === 0 && !this.end) this.clock.start();
  }

  private emit(type: typeof EventTypes.DebugStopped | typeof EventTypes.DebugContinued, data: Record<string, string | number>, source?: SourceLine): void {
    this.services.events.emit({ type, ...this.ids(), causationId: this.startEventId, source, data });
  }

  private ids(): { executionId: string; sessionId: string; correlationId: string } {
    const { executionId, sessionId, correlationId } = this.context;
    return { executionId, sessionId, correlationId };
  }
}

/** What is shown of a program: the file's path, or the chunk name of code without a file. */
export const programName = (program: Program): string => (program.kind === 'file' ? program.path : program.chunkName);
