/**
 * What the edited VM tells the engine around it, by way of `global_State.host`. The default does nothing, so that a bare
 * state works (benchmarks, the generator's own check).
 */
export interface VmHost {
  /** An instruction with a trap is about to run; `ci.l_savedpc` is one past it. */
  trap(L: object, ci: object): void;
  /** The tick limit is reached; `ci.l_savedpc` is the next instruction. */
  tick(L: object, ci: object): void;
  /** An error is about to unwind, its value at the stack's top. Not called again when `coroutine.wrap` passes it on. */
  raised(L: object): void;
  /** Lets the host see the text that the compiler is about to read. */
  reading(z: object): void;
  /** A chunk was compiled or undumped. */
  loaded(L: object, closure: object, z: object): void;
  threadStarted(parent: object, thread: object): void;
  threadEnded(thread: object): void;
  /** Whether an exception that leaves a running coroutine is there to end it: its resume answers false and `ended`. */
  endsThread(thread: object, error: unknown): boolean;
  /** Whether an exception is there to let `L` go on at another place, which is set now. */
  moved(L: object, error: unknown): boolean;
  /** True for exceptions that no pcall may catch. */
  beatsProtectedCalls(error: unknown): boolean;
}

export const silentHost: VmHost = {
  trap() {},
  tick() {},
  raised() {},
  reading() {},
  loaded() {},
  threadStarted() {},
  threadEnded() {},
  endsThread: () => false,
  moved: () => false,
  beatsProtectedCalls: () => false,
};
