/**
 * The main thread's handle on one script worker (wire.ts): posting wakes a worker that sleeps and calls the attention of one that runs Lua.
 * Killing it always works, whatever the script does; everything gentler needs the worker's help and belongs to VmSession.
 */
import { Worker } from 'node:worker_threads';
import { MEGABYTE } from '../../base/config/config.ts';
import { withinGrace } from '../../base/grace.ts';
import type { Logger } from '../../base/logging.ts';
import { distFile } from '../../base/paths.ts';
import { CONTROL_SLOTS, ControlSlot, type FromWorker, type ToWorker, type WorkerData } from '../../common/wire.ts';

/**
 * The engine counts what the script keeps alive; V8 needs several times that for the objects around it. Its own limit is only the net
 * below: reaching it costs the whole worker.
 */
const HEAP_FACTOR = 4;
const MIN_HEAP_MB = 128;
/** Lua's own depth limits (200 nested host calls, deep patterns) must be reached before the thread's stack ends. */
const STACK_MB = 16;

/** Index of the limit in the engine's tick buffer ([ticks, limit]). */
const TICK_LIMIT = 1;

/** A worker is there in a tenth of a second; one that takes this long on a busy machine is ended all the same. */
const LOADING_GRACE_MS = 5000;

const MAX_INT32 = 2 ** 31 - 1;

/** Value of ControlSlot.Interrupt. */
export const Interrupts = { None: 0, Interrupt: 1, Terminate: 2 } as const;

export interface ScriptWorkerOptions {
  /** Bytes the script may keep alive; 0 = no limit. */
  readonly memoryLimit: number;
  readonly logger: Logger;
}

export interface ScriptWorkerListener {
  message(message: FromWorker): void;
  /** Called once, after the last message. `reason` when it ended by itself, in words for the user. */
  exited(reason: string | undefined): void;
}

export class ScriptWorker {
  readonly memoryLimit: number;
  private readonly worker: Worker;
  private readonly control: Int32Array;
  private ticks: Float64Array | undefined;
  private listener: ScriptWorkerListener | undefined;
  private readonly early: FromWorker[] = [];
  private failure: Error | undefined;
  private exitReason: { readonly reason: string | undefined } | undefined;
  private killed = false;
  private loaded!: () => void;
  /** Its modules are loaded, or will never be. */
  private readonly whenLoaded = new Promise<void>((resolve) => {
    this.loaded = resolve;
  });

  constructor(options: ScriptWorkerOptions) {
    this.memoryLimit = options.memoryLimit;
    const control = new SharedArrayBuffer(CONTROL_SLOTS * Int32Array.BYTES_PER_ELEMENT);
    this.control = new Int32Array(control);
    const data: WorkerData = { control, memoryLimit: options.memoryLimit };
    this.worker = new Worker(distFile('worker.mjs'), {
      workerData: data,
      // A script sees its context's environment only.
      env: {},
      execArgv: process.execArgv.includes('--enable-source-maps') ? ['--enable-source-maps'] : [],
      // Our stdout may be a protocol's: what a library prints in the worker goes to the log.
      stdout: true,
      stderr: true,
      resourceLimits: {
        stackSizeMb: STACK_MB,
        ...(options.memoryLimit > 0 && { maxOldGenerationSizeMb: Math.max(MIN_HEAP_MB, Math.ceil((options.memoryLimit * HEAP_FACTOR) / MEGABYTE)) }),
      },
    });
    const log = (data: Buffer): void => options.logger.warn({}, `script worker: ${data.toString().trimEnd()}`);
    this.worker.stdout.on('data', log);
    this.worker.stderr.on('data', log);
    this.worker.on('message', (message: FromWorker) => this.received(message));
    this.worker.on('error', (error: Error) => {
      this.failure = error;
    });
    this.worker.on('exit', (code) => this.exited(code));
  }

  /** Messages that came before are handed over at once. */
  listen(listener: ScriptWorkerListener): void {
    this.listener = listener;
    for (const message of this.early.splice(0)) listener.message(message);
    if (this.exitReason) listener.exited(this.exitReason.reason);
  }

  get alive(): boolean {
    return this.exitReason === undefined;
  }

  /** Throws when the message cannot be cloned (a host function answered with something that is no data). */
  post(message: ToWorker): void {
    this.worker.postMessage(message);
    this.wake();
  }

  /** Asks a running script to stop (`Interrupts`); served at the next tick or wait. */
  interrupt(kind: number): void {
    Atomics.store(this.control, ControlSlot.Interrupt, kind);
    this.wake();
  }

  /** Bytes that each execution may write; 0 = no limit. Holds at once. */
  limitOutput(bytes: number): void {
    Atomics.store(this.control, ControlSlot.OutputLimit, Math.min(Math.ceil(bytes / 1024), MAX_INT32));
  }

  /** Tells the worker that so many bytes of its output have reached their reader. */
  returnCredit(bytes: number): void {
    Atomics.sub(this.control, ControlSlot.OutputInFlight, bytes);
    this.wake();
  }

  /** Ends the thread; resolves when it is gone. Node leaves the files open that a thread is reading its modules from when it is ended. */
  async kill(): Promise<void> {
    this.killed = true;
    await withinGrace(this.whenLoaded, LOADING_GRACE_MS);
    await this.worker.terminate();
  }

  /** Lets the process end although the worker lives. */
  unref(): void {
    this.worker.unref();
  }

  ref(): void {
    this.worker.ref();
  }

  private wake(): void {
    Atomics.add(this.control, ControlSlot.Wake, 1);
    Atomics.notify(this.control, ControlSlot.Wake);
    if (this.ticks) this.ticks[TICK_LIMIT] = 0;
  }

  private received(message: FromWorker): void {
    if (message.type === 'ready') {
      this.ticks = new Float64Array(message.ticks);
      // What was posted before the buffer was known may still wait for attention.
      this.wake();
      this.loaded();
    }
    if (this.listener) this.listener.message(message);
    else this.early.push(message);
  }

  private exited(code: number): void {
    this.loaded();
    const reason = this.killed ? undefined : describeExit(code, this.failure, this.memoryLimit);
    this.exitReason = { reason };
    this.listener?.exited(reason);
  }
}

function describeExit(code: number, failure: Error | undefined, memoryLimit: number): string {
  if (failure !== undefined && 'code' in failure && failure.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const limit = memoryLimit === 0 ? 'no limit is set' : `the limit is ${Math.round(memoryLimit / MEGABYTE)} MB`;
    return `the script used more memory than its worker can have (${limit}): keep less in memory, or set max_memory_mb under [kernel.limits] to what it needs`;
  }
  if (failure) return `the script worker failed: ${failure.message}`;
  return `the script worker ended unexpectedly (exit code ${code})`;
}
