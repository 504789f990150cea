/** Arithmetic and bit operations on plain values with the VM's own functions: what Lua gives, and nothing runs. */
import { LuaError, type ArithmeticOperator, type LuaValue } from '../../engine.ts';
import { cellOf, valueOf, type Values } from '../values.ts';
import { Cell, fengari, type LuaState, Tag, type TValue } from '../vm.ts';

const { lobject, lvm } = fengari;

/** The numbers of lua.h (LUA_OPADD …). */
const CODES: Readonly<Record<ArithmeticOperator, number>> = {
  '+': 0, '-': 1, '*': 2, '%': 3, '^': 4, '/': 5, '//': 6, '&': 7, '|': 8, '~': 9, '<<': 10, '>>': 11, unm: 12, bnot: 13,
};
const BITWISE: ReadonlySet<ArithmeticOperator> = new Set<ArithmeticOperator>(['&', '|', '~', '<<', '>>', 'bnot']);

export class Arithmetic {
  readonly #L: LuaState;
  readonly #values: Values;

  constructor(L: LuaState, values: Values) {
    this.#L = L;
    this.#values = values;
  }

  /** Undefined when an operand is no number. Throws LuaError where Lua raises an error. */
  apply(operator: ArithmeticOperator, left: LuaValue, right: LuaValue): LuaValue | undefined {
    const [a, b] = [cellOf(left), cellOf(right)];
    if (lvm.tonumber(a) === false || lvm.tonumber(b) === false) return undefined;
    // The VM would raise these errors in the middle of the stopped program.
    if (BITWISE.has(operator) && (lvm.tointeger(a) === false || lvm.tointeger(b) === false)) throw this.#error('number has no integer representation');
    if ((operator === '//' || operator === '%') && isInteger(a) && isInteger(b) && b.value === 0) {
      throw this.#error(operator === '%' ? "attempt to perform 'n%%0'" : "attempt to perform 'n//0'");
    }
    const result = new Cell(Tag.Nil, null);
    lobject.luaO_arith(this.#L, CODES[operator], a, b, result);
    return valueOf(result);
  }

  #error(message: string): LuaError {
    return new LuaError(message, this.#values.string(message));
  }
}

const isInteger = (cell: TValue): boolean => cell.type === Tag.Integer || cell.type === Tag.BigInteger;
