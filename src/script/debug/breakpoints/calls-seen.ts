/** Which calls have arrived already: a function's first line may come round again in a loop of it. */
import type { Arrival } from './stop-points.ts';

export class CallsSeen {
  readonly #activations = new WeakSet<object>();

  /** Whether the call arrives for the first time. */
  isNew(arrival: Arrival): boolean {
    const { activation } = arrival.frame();
    if (this.#activations.has(activation)) return false;
    this.#activations.add(activation);
    return true;
  }
}
