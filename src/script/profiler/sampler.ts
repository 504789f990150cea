/**
 * The sampling profiler: looks at the Lua stack from the VM's tick and weighs it with the time since the last sample. No hooks; while it is off
 * nothing of it runs.
 *
 * Time in a library function belongs to the line that runs after it, mostly the caller's own. Time in which the program waits for the kernel
 * counts for what it waits for; time at a breakpoint is in no sample.
 */
import type { Engine } from '../engine/engine.ts';
import { MAX_DEPTH, StackWeights, type WeighedStack } from './stack-weights.ts';

export interface SamplerSurroundings {
  readonly engine: Pick<Engine, 'activeCalls'>;
  /** Milliseconds of the program's own time: standing in the debugger does not count. */
  now(): number;
  /** Brings `look` about, so often, until the function that it answers is called. */
  pulse(intervalMs: number): () => void;
}

export interface Profile {
  readonly stacks: readonly WeighedStack[];
  readonly samples: number;
  readonly intervalMs: number;
  /** From the start to the stop, or until now. */
  readonly durationMs: number;
  readonly isRunning: boolean;
}

interface Recording {
  readonly weights: StackWeights;
  readonly intervalMs: number;
  readonly startedAt: number;
  samples: number;
  durationMs: number;
}

export class Sampler {
  readonly #around: SamplerSurroundings;
  #recording: Recording | undefined;
  #isRunning = false;
  /** What the program waits for now. */
  #waitsFor: string | undefined;
  #sampledAt = 0;
  #endPulse: () => void = () => undefined;

  constructor(around: SamplerSurroundings) {
    this.#around = around;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Begins a new recording; the last one is forgotten. */
  start(intervalMs: number): void {
    this.#endPulse();
    this.#endPulse = this.#around.pulse(intervalMs);
    const now = this.#around.now();
    this.#recording = { weights: new StackWeights(), intervalMs, startedAt: now, samples: 0, durationMs: 0 };
    this.#isRunning = true;
    this.#sampledAt = now;
  }

  /** false: it was not running. What was recorded stays until the next start. */
  stop(): boolean {
    if (!this.#isRunning) return false;
    this.#endPulse();
    this.#sample(this.#around.now());
    this.#isRunning = false;
    return true;
  }

  /** What has been recorded so far, or by the last recording; undefined when there was none. */
  profile(): Profile | undefined {
    const recording = this.#recording;
    if (recording === undefined) return undefined;
    if (this.#isRunning) this.#sample(this.#around.now());
    const { weights, samples, intervalMs, durationMs } = recording;
    return { stacks: [...weights], samples, intervalMs, durationMs, isRunning: this.#isRunning };
  }

  /** At a tick of the VM. */
  look(): void {
    if (!this.#isRunning) return;
    const now = this.#around.now();
    // Somebody else may have called the VM's attention before it was time.
    if (now - this.#sampledAt >= this.#recording!.intervalMs / 2) this.#sample(now);
  }

  /** The program waits for the kernel while `work` lasts. */
  waiting<T>(what: string, work: () => T): T {
    return this.#during(what, work);
  }

  /** The kernel has called the program back. */
  calledBack<T>(work: () => T): T {
    return this.#during(undefined, work);
  }

  #during<T>(waitsFor: string | undefined, work: () => T): T {
    if (!this.#isRunning) return work();
    const before = this.#waitsFor;
    this.#change(waitsFor);
    try {
      return work();
    } finally {
      this.#change(before);
    }
  }

  /** What went before belongs to the old state, whole. */
  #change(waitsFor: string | undefined): void {
    if (this.#isRunning) this.#sample(this.#around.now());
    this.#waitsFor = waitsFor;
  }

  #sample(now: number): void {
    const recording = this.#recording!;
    const passed = Math.max(0, now - this.#sampledAt);
    this.#sampledAt = now;
    recording.durationMs = now - recording.startedAt;
    recording.samples += 1;
    recording.weights.add(this.#around.engine.activeCalls(MAX_DEPTH + 1), this.#waitsFor, passed);
  }
}
