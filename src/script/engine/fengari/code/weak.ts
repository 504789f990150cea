/**
 * Lists that do not keep their members alive, for a thread that never returns to its event loop.
 *
 * V8 keeps every target of a WeakRef made or read in a job alive until that job ends; a script worker has one job as long as the script
 * runs. Running any script in a context with its own microtask queue ends that (V8 clears its list at the checkpoint, about 1 us).
 * FinalizationRegistry callbacks would not come either, so dead members are swept when the list has doubled.
 */
import vm from 'node:vm';

const context = vm.createContext({}, { microtaskMode: 'afterEvaluate' });
const nothing = new vm.Script('0');

/** Lets go of the targets that V8 keeps for WeakRefs until the end of the job. */
export function releaseWeakTargets(): void {
  nothing.runInContext(context);
}

const RELEASE_EVERY = 256;
const SMALLEST_SWEEP = 1024;

/** One target, not kept alive, nor by asking for it. */
export class Weakly<T extends WeakKey> {
  readonly #target: WeakRef<T>;

  constructor(target: T) {
    this.#target = new WeakRef(target);
    releaseWeakTargets();
  }

  get(): T | undefined {
    const target = this.#target.deref();
    releaseWeakTargets();
    return target;
  }
}

export class WeakList<T extends WeakKey> {
  #members: WeakRef<T>[] = [];
  #sweepAt = SMALLEST_SWEEP;
  #sinceRelease = 0;

  add(member: T): void {
    this.#members.push(new WeakRef(member));
    if (++this.#sinceRelease >= RELEASE_EVERY) {
      this.#sinceRelease = 0;
      if (this.#members.length >= this.#sweepAt) this.#sweep();
      releaseWeakTargets();
    }
  }

  /** The living, in the order in which they were added. */
  *[Symbol.iterator](): Iterator<T> {
    for (const member of [...this.#members]) {
      const target = member.deref();
      if (target !== undefined) yield target;
    }
  }

  get size(): number {
    this.#sweep();
    return this.#members.length;
  }

  #sweep(): void {
    this.#members = this.#members.filter((member) => member.deref() !== undefined);
    this.#sweepAt = Math.max(SMALLEST_SWEEP, this.#members.length * 2);
  }
}
