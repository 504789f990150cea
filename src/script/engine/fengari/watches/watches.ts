/** Everything that is watched for writes: finds targets, switches their watches on and off, and turns what these see into stops. */
import type { LuaFrame, LuaValue, LuaVariable, WatchTarget } from '../../engine.ts';
import { declarationOf, isCaptured, localIn } from '../code/declarations.ts';
import { TableWatch } from './field-watch.ts';
import { cellOfVariable, type Frame, framesOf, localSlots } from '../stack/frames.ts';
import type { Machine } from '../machine.ts';
import type { Threads } from '../stack/threads.ts';
import { activationOf, type Trap, type WatchTrap, type Write } from '../stepping/traps.ts';
import { cellOf, tableCell } from '../values.ts';
import { type CallInfo, closureOf, fengari, luaFrameBelow, type LuaState, nameOf, type Proto, type Table, Tag, type TValue } from '../vm.ts';
import { FieldTarget, Owner, VariableTarget } from './watch-targets.ts';
import { VariableWatch } from './variable-watch.ts';

export class Watches {
  readonly #machine: Machine;
  readonly #threads: Threads;
  /** By activation and register; and by cell, for those that outlived theirs. */
  readonly #ofActivation = new WeakMap<object, VariableTarget[]>();
  readonly #ofCell = new WeakMap<TValue, VariableTarget>();
  readonly #ofTable = new WeakMap<Table, Map<unknown, FieldTarget>>();

  readonly #variableWatches = new Set<VariableWatch>();

  constructor(machine: Machine, threads: Threads) {
    this.#machine = machine;
    this.#threads = threads;
  }

  // -- targets

  field(table: LuaValue, key: LuaValue): WatchTarget | undefined {
    const watched = tableCell(table);
    const cell = cellOf(key);
    if (cell.type === Tag.Nil || Number.isNaN(cell.value)) return undefined;
    const hash = fengari.ltable.table_hash(this.#machine.main, cell);
    let targets = this.#ofTable.get(watched);
    if (targets === undefined) this.#ofTable.set(watched, (targets = new Map<unknown, FieldTarget>()));
    let target = targets.get(hash);
    if (target === undefined) targets.set(hash, (target = new FieldTarget(watched, hash)));
    return target;
  }

  /** `variable` is one of the frame's locals or upvalues; undefined for what is none of them (varargs). */
  variable(luaFrame: LuaFrame, variable: LuaVariable): WatchTarget | undefined {
    const frame = luaFrame as Frame;
    const cell = cellOfVariable(variable);
    const own = this.#declaredIn(frame, cell);
    if (own !== undefined || !frame.isLua) return own;
    const { p, upvals } = closureOf(frame.ci);
    const upvalue = upvals.indexOf(cell);
    if (upvalue < 0) return undefined;
    return this.#declaredInRunning(cell) ?? this.#closed(cell, p, upvalue);
  }

  #declaredInRunning(cell: TValue): VariableTarget | undefined {
    for (const thread of this.#threads.all()) {
      for (const frame of framesOf(thread)) {
        const found = this.#declaredIn(frame, cell);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #declaredIn(frame: Frame, cell: TValue): VariableTarget | undefined {
    const { L, ci, proto } = frame;
    if (proto === undefined) return undefined;
    for (const { slot } of localSlots(frame)) {
      if (L.stack[slot] !== cell) continue;
      const register = slot - ci.l_base;
      const local = localIn(proto, ci.l_savedpc - 1, register)!;
      const activation = activationOf(ci);
      let targets = this.#ofActivation.get(activation);
      if (targets === undefined) this.#ofActivation.set(activation, (targets = []));
      let target = targets.find(({ declaration }) => declaration.local === local);
      if (target === undefined) {
        const declaration = { name: nameOf(local.varname), proto, local, index: register };
        target = new VariableTarget(declaration, isCaptured(declaration), new Owner(L, activation));
        targets.push(target);
      }
      if (target.isCapturable) this.#adopt(target, cell);
      return target;
    }
    return undefined;
  }

  /** A variable whose activation is over. */
  #closed(cell: TValue, proto: Proto, upvalue: number): VariableTarget {
    const declaration = declarationOf(proto, upvalue);
    const known = this.#ofCell.get(cell);
    if (known !== undefined && known.cells.has(cell) && known.declaration.local === declaration.local) return known;
    const target = new VariableTarget(declaration, true, undefined);
    this.#adopt(target, cell);
    return target;
  }

  #adopt(target: VariableTarget, cell: TValue): void {
    target.cells.add(cell);
    this.#ofCell.set(cell, target);
  }

  // -- on and off

  /** Tells of each write that changes it, or of every one. The answer ends it. */
  watch(target: WatchTarget, everyWrite: boolean): () => void {
    if (target instanceof FieldTarget) return this.#watchField(target, everyWrite);
    const variable = target as VariableTarget;
    if (!variable.isAlive) return () => {};
    const watch = new VariableWatch(variable, everyWrite, (ended) => this.#machine.handlers.watchEnded?.(ended));
    this.#variableWatches.add(watch);
    return () => {
      this.#variableWatches.delete(watch);
      watch.stop();
    };
  }

  #watchField(target: FieldTarget, everyWrite: boolean): () => void {
    const { table } = target;
    if (table === undefined) return () => {};
    const watch = (table.watch as TableWatch | null) ?? new TableWatch({ isProgram: () => !this.#machine.inHandler, deliver: (L, write) => this.#deliver(L, [write]) });
    table.watch = watch;
    watch.set(target, everyWrite);
    return () => {
      const living = target.table;
      if (living === undefined) return;
      watch.delete(target);
      if (watch.isEmpty) living.watch = null;
    };
  }

  codeReplaced(): void {
    for (const watch of this.#variableWatches) watch.codeReplaced();
  }

  // -- for the host

  /** The program has come to a trapped instruction. */
  arrived(L: LuaState, ci: CallInfo, trap: Trap): void {
    const writes: Write[] = [];
    for (const watch of still(trap.watches)) watch.arrived?.(L, ci, writes);
    if (writes.length === 0) return;
    const next = ci.l_savedpc;
    // The stop stands on the instruction that wrote, where that can see the variable.
    const writer = writes.find((write) => write.writer !== undefined)?.writer;
    if (writer !== undefined) ci.l_savedpc = writer + 1;
    this.#deliver(L, writes);
    ci.l_savedpc = next;
  }

  /** The trapped instruction runs next. */
  leaving(L: LuaState, ci: CallInfo, trap: Trap): void {
    for (const watch of still(trap.watches)) watch.leaving?.(L, ci);
  }

  #deliver(L: LuaState, writes: readonly Write[]): void {
    if (luaFrameBelow(L.ci) === undefined) return; // before the program: nobody's line
    this.#machine.deliver(L, { kind: 'write', thread: this.#threads.of(L), writes });
  }
}

/** A list that its members may leave while it is walked. */
const still = (watches: readonly WatchTrap[]): readonly WatchTrap[] => (watches.length > 1 ? [...watches] : watches);
