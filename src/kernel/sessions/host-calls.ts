/**
 * Serves the host calls of one execution: a script asks, the Host answers, and meanwhile the Host may call Lua functions back. All of them
 * end together when the execution is interrupted or ends.
 */
import type { ExecutionContext, HostErrorData } from '../../common/execution.ts';
import type { HostPoint, HostPointAnswer, HostPointFilter } from '../../common/host-points.ts';
import type { FunctionRef, HostValue } from '../../common/values.ts';
import type { FromWorker, ToWorker } from '../../common/wire.ts';
import type { Host, TokenUsage } from '../../runtime/host.ts';
import { Stops } from './stops.ts';

type CallMessage = Extract<FromWorker, { type: 'call' }>;
type CallbackResult = Extract<FromWorker, { type: 'callbackResult' }>;
type PointResult = Extract<FromWorker, { type: 'pointResult' }>;

interface Pending<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

export class HostCalls {
  /** Of the calls in flight, by their id. */
  private readonly calls = new Map<number, AbortController>();
  private cancelled: DOMException | undefined;
  private readonly callbacks = new Map<number, Pending<readonly HostValue[]>>();
  private readonly points = new Map<number, Pending<HostPointAnswer>>();
  private readonly stops = new Stops();
  private readonly usage: TokenUsage = { total: 0 };
  private lastCallback = 0;
  private lastPoint = 0;

  constructor(
    private readonly host: Host,
    private readonly context: ExecutionContext,
    /** The event that is the parent of what the calls emit. */
    private readonly causationId: string,
    private readonly post: (message: ToWorker) => void,
    /** The host points that a debugger wants to hear of now. */
    private readonly wantedPoints: () => ReadonlySet<HostPointFilter>,
  ) {}

  async call(message: CallMessage): Promise<void> {
    const { callId } = message;
    // One Lua function or one stop at a time: the script has one stack.
    let previous: Promise<unknown> = Promise.resolve();
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const next = previous.then(work);
      previous = next.catch(() => undefined);
      return next;
    };
    const controller = new AbortController();
    if (this.cancelled) controller.abort(this.cancelled);
    this.calls.set(callId, controller);
    try {
      const value = await this.host.call({
        name: message.name,
        args: message.args,
        context: this.context,
        causationId: this.causationId,
        ...(message.site !== undefined && { site: message.site }),
        signal: controller.signal,
        callback: (fn, args) => inTurn(() => this.callBack(callId, fn, args)),
        points: {
          wants: (filter) => this.wantedPoints().has(filter),
          reach: (point, signal) => inTurn(() => (signal.aborted ? Promise.resolve({}) : this.askPoint(callId, point))),
        },
        stopTimes: this.stops,
        usage: this.usage,
      });
      this.post({ type: 'result', callId, value });
    } catch (error) {
      this.post({ type: 'failure', callId, error: errorData(error, message.name) });
    } finally {
      this.calls.delete(callId);
    }
  }

  callbackResult(message: CallbackResult): void {
    const pending = this.callbacks.get(message.callbackId);
    this.callbacks.delete(message.callbackId);
    if (message.ok) pending?.resolve(message.value);
    else pending?.reject(new Error(message.error ?? 'the Lua function failed'));
  }

  /** The script does not wait for it any more: its request is cancelled. */
  giveUp(callId: number): void {
    this.calls.get(callId)?.abort(new DOMException('nobody waits for it any more', 'AbortError'));
  }

  pointResult(message: PointResult): void {
    const pending = this.points.get(message.pointId);
    this.points.delete(message.pointId);
    pending?.resolve(message.answer);
  }

  /** The script stands in the debugger: time limits of calls wait. */
  hold(): void {
    this.stops.hold();
  }

  goOn(): void {
    this.stops.goOn();
  }

  /** Cancels every request in flight; the calls answer with their failures. */
  cancel(reason: string): void {
    this.cancelled = new DOMException(reason, 'AbortError');
    for (const controller of this.calls.values()) controller.abort(this.cancelled);
    for (const pending of [...this.callbacks.values(), ...this.points.values()]) pending.reject(new Error(reason));
    this.callbacks.clear();
    this.points.clear();
    this.host.cancelExecution(this.context.executionId);
  }

  private async askPoint(callId: number, point: HostPoint): Promise<HostPointAnswer> {
    if (this.cancelled) throw this.cancelled;
    const pointId = ++this.lastPoint;
    this.stops.hold();
    try {
      return await new Promise((resolve, reject) => {
        this.points.set(pointId, { resolve, reject });
        this.post({ type: 'point', callId, pointId, point });
      });
    } finally {
      this.stops.goOn();
    }
  }

  private callBack(callId: number, fn: FunctionRef, args: readonly HostValue[]): Promise<readonly HostValue[]> {
    if (this.cancelled) return Promise.reject(new Error('the execution has ended'));
    const callbackId = ++this.lastCallback;
    return new Promise((resolve, reject) => {
      this.callbacks.set(callbackId, { resolve, reject });
      this.post({ type: 'callback', callId, callbackId, function: fn.$function, args });
    });
  }
}

function errorData(error: unknown, name: string): HostErrorData {
  if (error instanceof DOMException && error.name === 'DataCloneError') {
    return { code: 'invalid_result', message: `${name} answered with a value that Lua cannot have` };
  }
  const code = (error as { code?: unknown }).code;
  return { code: typeof code === 'string' ? code : 'host_error', message: error instanceof Error ? error.message : String(error) };
}
