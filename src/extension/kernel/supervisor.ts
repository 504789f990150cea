/**
 * Keeps one kernel for the window: starts it when it is first needed, with the first Node.js that can load everything, and again
 * after a crash. What the user sees of it (status bar, messages) is told through `onChange` and `onLost`.
 */
import type { KernelReady, KernelStatus } from '../../common/editor-rpc.ts';
import type { KernelExit, KernelProcess } from './kernel-process.ts';
import type { NodeRuntime } from './runtimes.ts';

export interface RunningKernel {
  readonly process: KernelProcess;
  readonly ready: KernelReady;
}

export interface KernelView {
  readonly state: 'restricted' | 'starting' | 'ready' | 'busy' | 'stopped' | 'failed';
  /** Why it is not running. */
  readonly reason?: string;
  readonly running?: RunningKernel;
  readonly status?: KernelStatus;
}

export interface SupervisorOptions {
  /** The runtimes to try; read anew at each start, as settings change. */
  runtimes(): readonly NodeRuntime[];
  launch(runtime: NodeRuntime, onStatus: (status: KernelStatus) => void): KernelProcess;
  /** Gives a kernel what it needs before its first script. */
  introduce?(process: KernelProcess): Promise<void>;
  log(message: string): void;
  now(): number;
}

/** A kernel that lives less long has crashed at once; so many times in a row, and it is not started again unasked. */
const SHORT_LIFE_MS = 10_000;
const CRASHES_IN_A_ROW = 3;

export class KernelSupervisor {
  readonly #options: SupervisorOptions;
  readonly #changeListeners: ((view: KernelView) => void)[] = [];
  readonly #readyListeners: ((kernel: RunningKernel) => void)[] = [];
  readonly #lostListeners: ((reason: string, kernelId: string) => void)[] = [];
  #view: KernelView = { state: 'stopped' };
  #starting: Promise<RunningKernel> | undefined;
  /** Every process of ours that may still live. */
  readonly #alive = new Set<KernelProcess>();
  #crashes = 0;
  #disposed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get view(): KernelView {
    return this.#view;
  }

  onChange(listener: (view: KernelView) => void): void {
    this.#changeListeners.push(listener);
  }

  onReady(listener: (kernel: RunningKernel) => void): void {
    this.#readyListeners.push(listener);
  }

  /** The kernel ended without being asked to. */
  onLost(listener: (reason: string, kernelId: string) => void): void {
    this.#lostListeners.push(listener);
  }

  /** Shown while the folder is not trusted. */
  restrict(reason: string): void {
    this.#show({ state: 'restricted', reason });
  }

  /** The running kernel, started when there is none. Rejects with a message for the user. */
  start(): Promise<RunningKernel> {
    if (this.#disposed) return Promise.reject(new Error('The window is closing.'));
    this.#starting ??= this.#startAny().catch((error: unknown) => {
      this.#starting = undefined;
      this.#show({ state: 'failed', reason: message(error) });
      throw error;
    });
    return this.#starting;
  }

  async restart(): Promise<RunningKernel> {
    this.#crashes = 0;
    await this.stop();
    return this.start();
  }

  /** For a changed setting: a script that runs is not ended for it. */
  async restartWhenIdle(): Promise<void> {
    if (this.#view.state === 'ready' || this.#view.state === 'failed') await this.restart().catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#starting = undefined;
    await Promise.all([...this.#alive].map((process) => process.stop()));
    if (!this.#disposed) this.#show({ state: 'stopped' });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.stop();
  }

  /** The first runtime with which nothing is missing; else the one with which the least is missing. */
  async #startAny(): Promise<RunningKernel> {
    this.#show({ state: 'starting' });
    let best: RunningKernel | undefined;
    const failures: string[] = [];
    for (const runtime of this.#options.runtimes()) {
      try {
        const kernel = await this.#startWith(runtime);
        if (best === undefined || kernel.ready.missing.length < best.ready.missing.length) {
          void best?.process.stop();
          best = kernel;
        } else {
          void kernel.process.stop();
        }
        if (best.ready.missing.length === 0) break;
        this.#options.log(`With ${runtime.name} the kernel lacks: ${kernel.ready.missing.join('; ')}`);
      } catch (error) {
        failures.push(message(error));
        this.#options.log(message(error));
      }
    }
    if (best === undefined) throw new Error(`${failures.join(' ')} Set llmspell.nodePath to a Node.js of version 20 or newer, or see the kernel log.`);
    return this.#adopt(best);
  }

  async #startWith(runtime: NodeRuntime): Promise<RunningKernel> {
    let process: KernelProcess | undefined = undefined;
    const started: KernelProcess = this.#options.launch(runtime, (status) => {
      if (process !== undefined && this.#view.running?.process === process) this.#show({ state: status.state, running: this.#view.running, status });
    });
    process = started;
    this.#alive.add(started);
    void started.exited.then(() => this.#alive.delete(started));
    const ready = await started.ready;
    await this.#options.introduce?.(started);
    return { process: started, ready };
  }

  #adopt(kernel: RunningKernel): RunningKernel {
    const since = this.#options.now();
    this.#show({ state: 'ready', running: kernel });
    void kernel.process.exited.then((exit) => this.#ended(kernel, exit, this.#options.now() - since));
    for (const listener of this.#readyListeners) listener(kernel);
    return kernel;
  }

  #ended(kernel: RunningKernel, exit: KernelExit, livedMs: number): void {
    if (kernel.process.stopping || this.#disposed) return;
    this.#starting = undefined;
    this.#crashes = livedMs < SHORT_LIFE_MS ? this.#crashes + 1 : 1;
    const again = this.#crashes < CRASHES_IN_A_ROW;
    const reason = `The llmspell kernel ${exit.how}.`;
    this.#options.log(reason);
    this.#show({ state: 'failed', reason: again ? reason : `${reason} It ended ${this.#crashes} times in a row and is not started again by itself.` });
    for (const listener of this.#lostListeners) listener(reason, kernel.ready.kernelId);
    if (again) this.start().catch(() => undefined);
  }

  #show(view: KernelView): void {
    this.#view = view;
    for (const listener of this.#changeListeners) listener(view);
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
