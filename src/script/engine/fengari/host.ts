/** What the VM tells the engine (vm/host.ts), turned into stops and reports for the handlers. */
import { LuaInterrupt } from '../engine.ts';
import { bodyOf, type Bodies } from './code/bodies.ts';
import type { Errors } from './errors.ts';
import type { Evaluator } from './evaluation/evaluate.ts';
import { EVALUATED } from './evaluation/expressions.ts';
import type { Jumper } from './stepping/jump.ts';
import type { Machine } from './machine.ts';
import type { Memory } from './memory.ts';
import type { Stepper } from './stepping/stepping.ts';
import type { Threads } from './stack/threads.ts';
import { testsLoop, type Trap, trapOf } from './stepping/traps.ts';
import { ThreadEnd } from './stepping/unwinding.ts';
import type { Watches } from './watches/watches.ts';
import { type CallInfo, closureOf, currentLine, fengari, type Instruction, type LClosure, type LuaState, protoOf, type ZIO } from './vm.ts';

const { counter, LIMIT, replaceLimit, STEP_LIMIT, TICKS } = fengari.ticks;

export interface Parts {
  readonly machine: Machine;
  readonly bodies: Bodies;
  readonly threads: Threads;
  readonly stepper: Stepper;
  readonly jumper: Jumper;
  readonly errors: Errors;
  readonly evaluator: Evaluator;
  readonly memory: Memory;
  readonly watches: Watches;
}

export class Host {
  readonly #parts: Parts;
  #loopEnteredAt = -1;
  /** The text of chunks that are being compiled, for those who show sources that have no file. */
  readonly #texts = new WeakMap<ZIO, Uint8Array[]>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  trap(L: LuaState, ci: CallInfo): void {
    const { machine, jumper, watches } = this.#parts;
    const instruction = ci.l_code[ci.l_savedpc - 1] as Instruction;
    trapOf(instruction)?.prepare?.(closureOf(ci));
    if (machine.inHandler) return;
    // Each stop may set and take away traps here, so the instruction is asked anew.
    let trap = trapOf(instruction);
    if (trap !== undefined && trap.watches.length > 0) {
      watches.arrived(L, ci, trap);
      trap = trapOf(instruction);
    }
    if (trap !== undefined && !jumper.hasArrived(ci)) this.#stop(L, ci, instruction, trap);
    trap = trapOf(instruction);
    if (trap !== undefined && trap.watches.length > 0) watches.leaving(L, ci, trap);
  }

  /** Stop points and steps. */
  #stop(L: LuaState, ci: CallInfo, instruction: Instruction, trap: Trap): void {
    const { machine, stepper, threads } = this.#parts;
    const stepDone = trap.temporary.length > 0 && stepper.endsAt(L, ci, trap);
    // A loop's test follows its entry without a tick; every later round has counted one.
    const isFirstTest = this.#loopEnteredAt === counter[TICKS] && testsLoop(instruction);
    if (trap.entersLoop) this.#loopEnteredAt = counter[TICKS] as number;
    const isStopPoint = trap.isStopPoint && !isFirstTest;
    if (!isStopPoint && !stepDone) return;
    if (stepDone) stepper.disarm();
    const body = bodyOf(protoOf(ci));
    if (body === undefined) return;
    const thread = threads.of(L);
    const line = currentLine(ci);
    machine.deliver(L, isStopPoint ? { kind: 'line', thread, body, line, stepDone } : { kind: 'step', thread, body, line });
  }

  tick(L: LuaState, ci: CallInfo): void {
    const { machine, stepper, memory, evaluator, threads } = this.#parts;
    if (machine.inHandler) {
      evaluator.tick();
      memory.tick(L);
      return;
    }
    const read = counter[LIMIT] as number;
    const wanted = stepper.wantsTicks ? STEP_LIMIT : Infinity;
    if (read !== wanted) replaceLimit(read, wanted);
    memory.tick(L);
    if (read >= 0) {
      ci.l_savedpc++; // as in a trap: the frame shows the instruction that runs next
      machine.deliver(L, { kind: 'tick', thread: threads.of(L) });
      ci.l_savedpc--;
    }
    stepper.tick(L, ci);
  }

  raised(L: LuaState): void {
    this.#parts.errors.raised(L);
  }

  reading(z: ZIO): void {
    const { machine } = this.#parts;
    if (machine.handlers.loaded === undefined) return;
    const { reader } = z;
    const pieces: Uint8Array[] = [];
    this.#texts.set(z, pieces);
    z.reader = (L, data) => {
      const piece = reader(L, data);
      if (piece !== null) pieces.push(piece.slice());
      return piece;
    };
  }

  loaded(_L: LuaState, closure: LClosure, z: ZIO): void {
    const { machine, bodies } = this.#parts;
    const body = bodies.add(closure.p);
    [body.environment] = closure.upvals;
    // What the debugger evaluates is no source of anyone's; the modules it requires are.
    if (body.source !== EVALUATED) machine.handlers.loaded?.(body, this.#textOf(z));
  }

  #textOf(z: ZIO): Uint8Array | undefined {
    const pieces = this.#texts.get(z);
    if (pieces === undefined) return undefined;
    const isBinary = pieces[0]?.[0] === 0x1b;
    return isBinary ? undefined : pieces.length === 1 ? pieces[0] : new Uint8Array(Buffer.concat(pieces));
  }

  threadStarted(parent: LuaState, thread: LuaState): void {
    this.#parts.threads.started(parent, thread);
  }

  threadEnded(thread: LuaState): void {
    this.#parts.threads.ended(thread);
  }

  endsThread(thread: LuaState, error: unknown): boolean {
    return error instanceof ThreadEnd && error.L === thread;
  }

  moved(L: LuaState, error: unknown): boolean {
    return this.#parts.jumper.caught(L, error);
  }

  beatsProtectedCalls(error: unknown): boolean {
    return error instanceof LuaInterrupt;
  }
}
