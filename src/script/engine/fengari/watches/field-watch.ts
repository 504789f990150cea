/**
 * Watches fields of one table: makes the writes to them itself and tells what they did. A write by an instruction is told at the next
 * one, when the program stands between two instructions again; a write by a library function at once, from inside of it.
 */
import { activationOf, addWatchTrap, type Write } from '../stepping/traps.ts';
import { sameValue, valueOf } from '../values.ts';
import { Cell, copy, fengari, isLuaFrame, type LuaState, protoOf, type Table, type TValue, Tag } from '../vm.ts';
import { type FieldTarget, fieldValue } from './watch-targets.ts';

const { ltable } = fengari;

export interface FieldSurroundings {
  /** Whether it is the program that writes, not the debugger. */
  isProgram(): boolean;
  /** Written in the middle of a library function. */
  deliver(L: LuaState, write: Write): void;
}

interface WatchedField {
  readonly target: FieldTarget;
  everyWrite: boolean;
}

export class TableWatch {
  readonly #around: FieldSurroundings;
  readonly #fields = new Map<unknown, WatchedField>();

  constructor(around: FieldSurroundings) {
    this.#around = around;
  }

  get isEmpty(): boolean {
    return this.#fields.size === 0;
  }

  set(target: FieldTarget, everyWrite: boolean): void {
    this.#fields.set(target.hash, { target, everyWrite });
  }

  delete(target: FieldTarget): void {
    this.#fields.delete(target.hash);
  }

  // -- for the VM

  write(L: LuaState, table: Table, key: TValue, hash: unknown, value: TValue): boolean {
    const field = this.#fields.get(hash);
    if (field === undefined || !this.#around.isProgram()) return false;
    const old = fieldValue(table, hash);
    const now = copy(value);
    table.watch = null;
    try {
      ltable.luaH_setfrom(L, table, key, now);
      ltable.invalidateTMcache(table);
    } finally {
      table.watch = this;
    }
    const changed = !sameValue(old, now);
    if (changed || field.everyWrite) this.#tell(L, { target: field.target, old: valueOf(old), value: valueOf(now), changed, writer: undefined });
    return true;
  }

  writeInteger(L: LuaState, table: Table, key: number | bigint, value: TValue): boolean {
    if (!this.#fields.has(key)) return false;
    const index = new Cell(Tag.Integer, 0);
    index.setint(key);
    return this.write(L, table, index, key, value);
  }

  #tell(L: LuaState, write: Write): void {
    const { ci } = L;
    if (!isLuaFrame(ci)) {
      this.#around.deliver(L, write);
      return;
    }
    const activation = activationOf(ci);
    const writer = ci.l_savedpc - 1;
    const undo = addWatchTrap(protoOf(ci), ci.l_savedpc, {
      arrived(_L, at, writes) {
        if (at.activation !== activation) return;
        undo();
        writes.push({ ...write, writer });
      },
    });
  }
}
