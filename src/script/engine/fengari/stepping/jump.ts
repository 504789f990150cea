/**
 * Lets a stopped program go on at another place: at another statement of the function it has stopped in, or anew at the start of a frame.
 *
 * A frame can be entered again only while everything above it is Lua run by the same invocation of the VM's loop: no host function loses
 * its ground. Where the program stopped in the middle of an instruction (an error, a write), the host functions on top are that instruction,
 * and are left with it.
 */
import type { FunctionBody, LuaThread, MoveObstacle, StatementPlace } from '../../engine.ts';
import type { Body } from '../code/bodies.ts';
import type { Frame } from '../stack/frames.ts';
import type { Machine } from '../machine.ts';
import { renew } from '../code/running-code.ts';
import { stateOf } from '../stack/threads.ts';
import { FrameMove } from './unwinding.ts';
import { type CallInfo, fengari, isLuaFrame, type LuaState, nameOf, type Proto, protoOf } from '../vm.ts';

const { counter, TICKS } = fengari.ticks;
const { CIST_FRESH } = fengari.lstate;

/** Indices of the variables that are active at an instruction; each one's register is its position. */
function activeAt(proto: Proto, pc: number): number[] {
  const active: number[] = [];
  for (const [index, { startpc, endpc }] of proto.locvars.entries()) {
    if (startpc > pc) break;
    if (pc < endpc) active.push(index);
  }
  return active;
}

export class Jumper {
  readonly #machine: Machine;
  /** Where the program went: a trap on that instruction has nothing new to say. */
  #arrival: { readonly ci: CallInfo; readonly pc: number; readonly ticks: number } | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  statementsOf(body: FunctionBody): readonly StatementPlace[] {
    const proto = (body as Body).proto;
    if (proto === undefined) return [];
    const { statements, statementLocals, lineinfo } = proto;
    const firsts = new Map<string, number>();
    return statements.map((pc, index) => {
      // A `do` and what it begins with are one place; `local b` and what follows it are two, though neither has code before the other.
      const start = `${pc} ${statementLocals[index]}`;
      if (!firsts.has(start)) firsts.set(start, index);
      return { place: firsts.get(start)!, line: lineinfo[pc] ?? 0 };
    });
  }

  /** Answers why not, having done nothing then. */
  jump(thread: LuaThread, body: FunctionBody, place: number): MoveObstacle | undefined {
    const L = stateOf(thread);
    if (!this.#hasStopped(L)) return { kind: 'elsewhere' };
    const ci = this.#topFrame(L);
    if (ci === undefined) return { kind: 'host function' };
    const proto = protoOf(ci);
    if (proto !== (body as Body).proto) return { kind: 'other function' };
    const pc = proto.statements[place]!;
    const active = activeAt(proto, ci.l_savedpc - 1);
    const there = activeAt(proto, pc);
    const needed = there.slice(0, proto.statementLocals[place]);
    const missing = needed.filter((variable, register) => active[register] !== variable);
    if (missing.length > 0) return { kind: 'scope', names: missing.map((index) => nameOf(proto.locvars[index]!.varname)) };
    this.#move(L, ci, pc, needed.length);
    // Declared from here on, by instructions that lie further back: nothing else than nil takes none of its own.
    for (let register = needed.length; register < there.length; register++) L.stack[ci.l_base + register]!.setnilvalue();
    return undefined;
  }

  /** Levels up to this one can be restarted (host functions above them cannot); -1: none. */
  restartLimit(thread: LuaThread): number {
    const L = stateOf(thread);
    let ci: CallInfo | null = this.#hasStopped(L) ? (this.#topFrame(L) ?? null) : null;
    if (ci === null) return -1;
    let level = 0;
    for (let above: CallInfo | null = L.ci; above !== ci; above = above!.previous) level++;
    while ((ci.callstatus & CIST_FRESH) === 0 && ci.previous !== null && isLuaFrame(ci.previous)) {
      ci = ci.previous;
      level++;
    }
    return level;
  }

  restart(frame: Frame): MoveObstacle | undefined {
    const { L, ci, level, thread } = frame;
    if (!this.#hasStopped(L)) return { kind: 'elsewhere' };
    if (!frame.isLua) return { kind: 'host function' };
    if (level > this.restartLimit(thread)) return { kind: 'host call above' };
    renew(L, ci);
    this.#move(L, ci, 0, 0);
    return undefined;
  }

  /** From the VM's loop: whether this exception lets it go on at another place. */
  caught(L: LuaState, error: unknown): boolean {
    if (!(error instanceof FrameMove) || error.L !== L) return false;
    const { ci, pc } = error;
    L.ci = ci;
    ci.l_savedpc = pc;
    this.#arrival = { ci, pc, ticks: counter[TICKS] as number };
    return true;
  }

  /** Whether the program has stopped at this trapped instruction already, having been moved to it. */
  hasArrived(ci: CallInfo): boolean {
    const arrival = this.#arrival;
    if (arrival === undefined) return false;
    this.#arrival = undefined;
    return arrival.ci === ci && arrival.pc === ci.l_savedpc - 1 && arrival.ticks === counter[TICKS];
  }

  #hasStopped(L: LuaState): boolean {
    return this.#machine.stop !== undefined && this.#machine.running === L;
  }

  /** The Lua frame in which the program has stopped. */
  #topFrame(L: LuaState): CallInfo | undefined {
    let { ci } = L;
    const kind = this.#machine.stop?.kind;
    if (kind === 'error' || kind === 'write') while (!isLuaFrame(ci) && ci.previous !== null) ci = ci.previous;
    return isLuaFrame(ci) ? ci : undefined;
  }

  /** Variables from register `kept` on are left; functions that captured them keep their values. */
  #move(L: LuaState, ci: CallInfo, pc: number, kept: number): void {
    fengari.lfunc.luaF_close(L, ci.l_base + kept);
    L.ci = ci;
    ci.l_savedpc = pc + 1; // as in every stop: past the instruction that runs next
    fengari.ldo.adjust_top(L, ci.top);
    this.#machine.unwinding = new FrameMove(L, ci, pc);
  }
}
