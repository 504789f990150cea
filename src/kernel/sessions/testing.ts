/** Stand-ins for tests of sessions: a worker that says what it is told to, and a host of functions. */
import type { DebugSetup } from '../../common/debug.ts';
import type { ExecutionContext, ExecutionEnd } from '../../common/execution.ts';
import type { FromWorker, ToWorker } from '../../common/wire.ts';
import { defaultConfig } from '../../base/config/index.ts';
import { silentLogger } from '../../base/logging.ts';
import { EventBus } from '../../runtime/events/bus.ts';
import type { Host, HostCall } from '../../runtime/host.ts';
import type { ScriptWorkerListener } from './script-worker.ts';
import { VmSession, type WorkerHandle } from './vm-session.ts';

export class FakeWorker implements WorkerHandle {
  readonly posted: ToWorker[] = [];
  readonly interrupts: number[] = [];
  credit = 0;
  outputLimit = 0;
  killed = false;
  private listener!: ScriptWorkerListener;
  /** Called with what is posted, and may answer by `say`. */
  onPost: (message: ToWorker) => void = () => undefined;

  listen(listener: ScriptWorkerListener): void {
    this.listener = listener;
    listener.message({ type: 'ready', ticks: new SharedArrayBuffer(16) });
  }
  post(message: ToWorker): void {
    this.posted.push(message);
    this.onPost(message);
  }
  interrupt(kind: number): void {
    this.interrupts.push(kind);
  }
  limitOutput(bytes: number): void {
    this.outputLimit = bytes;
  }
  returnCredit(bytes: number): void {
    this.credit += bytes;
  }
  async kill(): Promise<void> {
    this.killed = true;
    this.listener.exited(undefined);
  }
  say(message: FromWorker): void {
    this.listener.message(message);
  }
  end(end: Partial<ExecutionEnd> = {}): void {
    this.say({ type: 'ended', executionId: testContext.executionId, end: { exitCode: 0, reason: 'done', ...end } });
  }
  print(text: string): void {
    this.say({ type: 'output', category: 'stdout', data: Buffer.from(text) });
  }
  die(reason: string): void {
    this.listener.exited(reason);
  }
}

export const testContext: ExecutionContext = { executionId: 'e1', sessionId: 's1', correlationId: 'c1', cwd: '/', env: {}, origin: 'run' };
export const noBreakpoints: DebugSetup = { stopOnEntry: false, skipFiles: [], breakpoints: [], exceptions: [], functionBreakpoints: [] };

export function hostOf(call: (call: HostCall) => Promise<readonly unknown[]>): Host & { readonly endedSessions: string[] } {
  const endedSessions: string[] = [];
  return { call: call as Host['call'], endSession: (id) => void endedSessions.push(id), cancelExecution: () => undefined, reconfigure: () => undefined, requestsInFlight: [], close: async () => undefined, endedSessions };
}

export function testSession(options: { host?: Host; maxExecutionSeconds?: number } = {}) {
  const worker = new FakeWorker();
  const events = new EventBus({ kernelId: 'k' });
  let changes = 0;
  const session = new VmSession({
    id: 's1',
    worker,
    host: options.host ?? hostOf(async () => []),
    events,
    logger: silentLogger,
    config: { ...defaultConfig, kernel: { ...defaultConfig.kernel, maxExecutionTimeSeconds: options.maxExecutionSeconds ?? 0 } },
    changed: () => {
      changes += 1;
    },
  });
  return { worker, events, session, changes: () => changes };
}

export const runSpec = { context: testContext, program: { kind: 'file', path: '/a.lua' }, args: [] } as const;
