/**
 * What can be watched for writes: a variable of an activation (an upvalue also beyond it), a field of a table. Targets keep neither
 * alive, and there is one for each: whichever way somebody comes to it.
 */
import type { WatchTarget } from '../../engine.ts';
import { bodyOf } from '../code/bodies.ts';
import { type Declaration, declarationLine } from '../code/declarations.ts';
import { type CallInfo, copy, fengari, type LuaState, type Table, type TValue } from '../vm.ts';
import { Weakly } from '../code/weak.ts';

/** The activation that declares a variable, while it runs. */
export class Owner {
  /** As traps compare it with the call record they are in. */
  readonly activation: object;
  readonly #thread: Weakly<LuaState>;

  constructor(L: LuaState, activation: object) {
    this.activation = activation;
    this.#thread = new Weakly(L);
  }

  /** Its call record; undefined once it has returned or was unwound. */
  find(): { readonly L: LuaState; readonly ci: CallInfo } | undefined {
    const L = this.#thread.get();
    if (L === undefined) return undefined;
    for (let ci: CallInfo | null = L.ci; ci !== null && ci !== L.base_ci; ci = ci.previous) if (ci.activation === this.activation) return { L, ci };
    return undefined;
  }
}

export class VariableTarget implements WatchTarget {
  readonly declaration: Declaration;
  /** Closures can capture it, and write it when its activation is over. */
  readonly isCapturable: boolean;
  /** The cells the variable has had: each round of a loop makes a new one, which closures may keep. */
  readonly cells = new WeakSet<TValue>();
  owner: Owner | undefined;

  constructor(declaration: Declaration, isCapturable: boolean, owner: Owner | undefined) {
    this.declaration = declaration;
    this.isCapturable = isCapturable;
    this.owner = owner;
  }

  get declared(): WatchTarget['declared'] {
    const { proto, local } = this.declaration;
    const body = bodyOf(proto);
    return body && { body, line: declarationLine(proto, local) };
  }

  get isAlive(): boolean {
    if (this.owner !== undefined && this.owner.find() === undefined) this.owner = undefined;
    return this.owner !== undefined || this.isCapturable;
  }
}

export class FieldTarget implements WatchTarget {
  /** The field's key in the table's own map. */
  readonly hash: unknown;
  readonly #table: Weakly<Table>;

  constructor(table: Table, hash: unknown) {
    this.#table = new Weakly(table);
    this.hash = hash;
  }

  get table(): Table | undefined {
    return this.#table.get();
  }

  get isAlive(): boolean {
    return this.table !== undefined;
  }
}

/** What a field holds now, as a copy. */
export function fieldValue(table: Table, hash: unknown): TValue {
  return copy(table.strong.get(hash)?.value ?? fengari.lobject.luaO_nilobject);
}
