/** A client and an adapter face to face in one process, over a target that does what the test says. */
import { PassThrough, Duplex } from 'node:stream';
import { DapClient } from './client.ts';
import type { DebugEvent, DebugMethod, DebugRequests, DebugSetup } from '../../src/common/debug.ts';
import type { ExecutionEnd } from '../../src/common/execution.ts';
import { EventBus } from '../../src/runtime/events/bus.ts';
import { serveDap } from '../../src/protocols/dap/index.ts';
import type { DebugTarget, DebugTargets, DetachOptions, LaunchSpec, OutputChunk } from '../../src/protocols/dap/target.ts';

export class FakeTarget implements DebugTarget {
  readonly sessionId = 'session-1';
  readonly calls: string[] = [];
  readonly requests: { readonly method: DebugMethod; readonly params: unknown }[] = [];
  setup: DebugSetup | undefined;
  watches = false;
  control!: () => Promise<void>;
  /** Answers by method; a method without one answers with an empty list. */
  answers: Partial<Record<DebugMethod, unknown>> = {};
  emit!: (event: DebugEvent) => void;
  write!: (chunk: OutputChunk) => Promise<void> | void;
  lose!: (reason: string) => void;
  gone!: (end: ExecutionEnd | undefined) => void;
  end!: (end: ExecutionEnd) => void;
  readonly #ended = new Promise<ExecutionEnd>((resolve) => {
    this.end = resolve;
  });

  run(setup: DebugSetup): Promise<ExecutionEnd> {
    this.calls.push('run');
    this.setup = setup;
    return this.#ended;
  }
  attach(setup: DebugSetup): Promise<void> {
    this.calls.push('attach');
    this.setup = setup;
    return Promise.resolve();
  }
  detach({ suspend = false }: DetachOptions = {}): Promise<void> {
    this.calls.push(suspend ? 'detach, suspended' : 'detach');
    return Promise.resolve();
  }
  request<M extends DebugMethod>(method: M, params: DebugRequests[M][0]): Promise<DebugRequests[M][1]> {
    this.requests.push({ method, params });
    const answer = this.answers[method] ?? [];
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(answer as DebugRequests[M][1]);
  }
  terminate(): Promise<void> {
    this.calls.push('terminate');
    this.end({ exitCode: 1, reason: 'terminated' });
    return Promise.resolve();
  }
  onControl(listener: () => Promise<void>): void {
    this.control = listener;
  }
  onEvent(listener: (event: DebugEvent) => void): void {
    this.emit = listener;
  }
  onOutput(listener: (chunk: OutputChunk) => Promise<void> | void): void {
    this.write = listener;
  }
  onLost(listener: (reason: string) => void): void {
    this.lose = listener;
  }
  onGone(listener: (end: ExecutionEnd | undefined) => void): void {
    this.gone = listener;
  }
}

export interface Face {
  readonly client: DapClient;
  /** Of the first launch or of an attach. */
  readonly target: FakeTarget;
  /** Of all launches. */
  readonly targets: FakeTarget[];
  readonly launches: LaunchSpec[];
  readonly events: EventBus;
  /** The adapter's side of the connection. */
  readonly stream: Duplex;
  /** Resolves when the adapter has let go. */
  readonly served: Promise<void>;
  leave(): void;
}

export interface FaceOptions {
  readonly token?: string;
  readonly terminateOnLoss?: boolean;
  readonly refuse?: Error;
  /** What the launch of that number, from 1, waits for. */
  readonly until?: (launch: number) => Promise<unknown> | undefined;
}

export function faceToFace({ token, terminateOnLoss = true, refuse, until }: FaceOptions = {}): Face {
  const [toAdapter, toClient] = [new PassThrough(), new PassThrough()];
  const stream = Duplex.from({ readable: toAdapter, writable: toClient });
  const target = new FakeTarget();
  const launches: LaunchSpec[] = [];
  const prepared: FakeTarget[] = [];
  const events = new EventBus({ kernelId: 'kernel-1' });
  const targets: DebugTargets = {
    token,
    events,
    async launch(spec) {
      launches.push(spec);
      await until?.(launches.length);
      if (refuse) throw refuse;
      prepared.push(prepared.length === 0 ? target : new FakeTarget());
      return prepared.at(-1)!;
    },
    launchInTerminal: (spec) => targets.launch(spec),
    attach: () => (refuse ? Promise.reject(refuse) : Promise.resolve(target)),
  };
  const served = serveDap(stream, targets, { terminateOnLoss, logger: { debug: () => undefined } });
  return { client: new DapClient(toClient, toAdapter), target, targets: prepared, launches, events, stream, served, leave: () => void toAdapter.end() };
}
