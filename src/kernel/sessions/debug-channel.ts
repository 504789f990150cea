/** Requests to the ExecutionManager in a worker and their replies, paired by id. */
import type { DebugMethod, DebugRequest, DebugRequests, DebugSetup } from '../../common/debug.ts';
import type { HostErrorData } from '../../common/execution.ts';
import type { FromWorker, ToWorker } from '../../common/wire.ts';

type Reply = Extract<FromWorker, { type: 'debugReply' }>;

/** What a debug request is refused with; the message is for the user. */
export class DebugRequestError extends Error {
  readonly code: string;
  constructor(error: HostErrorData) {
    super(error.message);
    this.name = 'DebugRequestError';
    this.code = error.code;
  }
}

export class DebugChannel {
  private readonly pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private lastId = 0;
  private closed: string | undefined;

  constructor(private readonly post: (message: ToWorker) => void) {}

  request<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): Promise<DebugRequests[M][1]> {
    return this.send((id) => ({ type: 'debug', id, request: { method, params } as DebugRequest })) as Promise<DebugRequests[M][1]>;
  }

  async attach(setup: DebugSetup): Promise<void> {
    await this.send((id) => ({ type: 'attach', id, setup }));
  }

  async detach(): Promise<void> {
    await this.send((id) => ({ type: 'detach', id }));
  }

  reply(message: Reply): void {
    const waiting = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(new DebugRequestError(message.error));
  }

  /** The VM is gone: nothing will be answered any more. */
  close(reason: string): void {
    this.closed = reason;
    for (const waiting of this.pending.values()) waiting.reject(new DebugRequestError({ code: 'ended', message: reason }));
    this.pending.clear();
  }

  private send(message: (id: number) => ToWorker): Promise<unknown> {
    if (this.closed !== undefined) return Promise.reject(new DebugRequestError({ code: 'ended', message: this.closed }));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.post(message(id));
    });
  }
}
