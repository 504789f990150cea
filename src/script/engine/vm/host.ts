/**
 * What the edited VM tells the engine around it, by way of `global_State.host`. The default does nothing, so that a bare
 * state works (benchmarks, the generator's own check).
 */
export interface VmHost {
  /** An instruction with a trap is about to run; `ci.l_savedpc` is one past it. True: the handler has moved the frame, dispatch anew. */
  trap(L: object, ci: object): boolean;
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
  /** True for exceptions that no pcall may catch. */
  beatsProtectedCalls(error: unknown): boolean;
}

export const silentHost: VmHost = {
  trap: () => false,
  tick() {},
  raised() {},
  reading() {},
  loaded() {},
  threadStarted() {},
  threadEnded() {},
  beatsProtectedCalls: () => false,
};
