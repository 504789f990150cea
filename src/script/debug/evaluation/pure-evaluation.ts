/**
 * Evaluates an expression without running anything, for hovers: by the syntax tree, over raw access and `__index` tables, with Lua's own
 * arithmetic. It is either refused before anything could happen - a call, a metamethod that is a function, what Lua would raise as an
 * error - or gives exactly what Lua would give.
 */
import type { Binary, Expression, Unary } from '../../../lua/index.ts';
import { parseExpression, stringBytes } from '../../../lua/index.ts';
import { LuaError, type ArithmeticOperator, type Engine, type LuaFrame, type LuaValue } from '../../engine/engine.ts';
import { indexed, luaType, rootValue } from './access-path.ts';
import { callRefused, evaluationRefused, metamethodRefused, pureFailure } from '../errors.ts';

type Names = ReadonlyMap<string, LuaValue>;
const noNames: Names = new Map();

/** Nobody hovers over more; the tree is walked by recursion. */
const MAX_TEXT = 4000;

const EVENTS: Readonly<Record<ArithmeticOperator, string>> = {
  '+': '__add', '-': '__sub', '*': '__mul', '%': '__mod', '^': '__pow', '/': '__div', '//': '__idiv', '&': '__band', '|': '__bor', '~': '__bxor',
  '<<': '__shl', '>>': '__shr', unm: '__unm', bnot: '__bnot',
};
const BITWISE = new Set<string>(['&', '|', '~', '<<', '>>', 'bnot']);

/** `names` come before those of the frame. The values of the expression; several only for `...`. Throws `evaluation_refused`. */
export function evaluatePurely(engine: Engine, text: string, frame: LuaFrame | undefined, names: Names = noNames): LuaValue[] {
  // `object:method` under the cursor names the method.
  const expression = text.trim().replace(/:\s*([A-Za-z_]\w*)$/, '.$1');
  if (expression.length > MAX_TEXT) throw evaluationRefused('So long an expression');
  const parsed = parseExpression(expression);
  if (parsed.diagnostics.length > 0) throw evaluationRefused(`"${text}"`);
  const evaluator = new PureEvaluator(engine, expression, frame, names);
  if (parsed.expression.type === 'Vararg') return evaluator.varargs();
  return [evaluator.value(parsed.expression)];
}

class PureEvaluator {
  readonly #engine: Engine;
  readonly #text: string;
  readonly #frame: LuaFrame | undefined;
  readonly #names: Names;

  constructor(engine: Engine, text: string, frame: LuaFrame | undefined, names: Names) {
    this.#engine = engine;
    this.#text = text;
    this.#frame = frame;
    this.#names = names;
  }

  varargs(): LuaValue[] {
    if (this.#frame === undefined || this.#frame.body?.isVararg === false) throw pureFailure("cannot use '...' outside a vararg function");
    return this.#engine.varargs(this.#frame).map(({ value }) => value);
  }

  value(node: Expression): LuaValue {
    const engine = this.#engine;
    switch (node.type) {
      case 'Nil':
        return engine.nil;
      case 'True':
      case 'False':
        return engine.boolean(node.type === 'True');
      case 'Number':
        return this.#number(this.#source(node));
      case 'String':
        return engine.string(stringBytes(this.#source(node)));
      case 'Vararg':
        return this.varargs()[0] ?? engine.nil;
      case 'Name':
        return this.#names.get(node.name) ?? rootValue(engine, node.name, this.#frame);
      case 'Parenthesized':
        return this.value(node.expression);
      case 'Member':
        return indexed(engine, this.value(node.object), engine.string(node.name.name));
      case 'Index':
        return indexed(engine, this.value(node.object), this.value(node.key));
      case 'Unary':
        return this.#unary(node);
      case 'Binary':
        return this.#binary(node);
      case 'Call':
      case 'MethodCall':
        throw callRefused();
      default:
        throw evaluationRefused(node.type === 'Table' ? 'A table constructor' : node.type === 'Function' ? 'A function' : 'Unfinished text');
    }
  }

  #source(node: Expression): string {
    return this.#text.slice(node.start, node.end);
  }

  /** The type of a numeral is in its spelling; a decimal one beyond 64 bits is a float all the same. */
  #number(numeral: string): LuaValue {
    const engine = this.#engine;
    const value = engine.toNumber(engine.string(numeral));
    if (value === undefined) throw evaluationRefused(`"${numeral}"`);
    const isFloat = /^0[xX]/.test(numeral) ? /[.pP]/.test(numeral) : /[.eE]/.test(numeral);
    return isFloat ? engine.float(Number(value)) : engine.number(value);
  }

  #unary(node: Unary): LuaValue {
    const operand = this.value(node.operand);
    switch (node.operator) {
      case 'not':
        return this.#engine.boolean(!this.#engine.toBoolean(operand));
      case '#':
        return this.#length(operand);
      case '-':
        return this.#arithmetic('unm', operand, operand);
      case '~':
        return this.#arithmetic('bnot', operand, operand);
    }
  }

  #binary(node: Binary): LuaValue {
    const engine = this.#engine;
    const left = this.value(node.left);
    if (node.operator === 'and') return engine.toBoolean(left) ? this.value(node.right) : left;
    if (node.operator === 'or') return engine.toBoolean(left) ? left : this.value(node.right);
    const right = this.value(node.right);
    switch (node.operator) {
      case '==':
        return engine.boolean(this.#equal(left, right));
      case '~=':
        return engine.boolean(!this.#equal(left, right));
      case '<':
        return engine.boolean(this.#less(left, right, ['__lt']));
      case '>':
        return engine.boolean(this.#less(right, left, ['__lt']));
      case '<=':
        return engine.boolean(this.#lessOrEqual(left, right));
      case '>=':
        return engine.boolean(this.#lessOrEqual(right, left));
      case '..':
        return this.#concatenated(left, right);
      default:
        return this.#arithmetic(node.operator, left, right);
    }
  }

  #length(operand: LuaValue): LuaValue {
    const type = this.#engine.type(operand);
    if (type === 'string') return this.#engine.number(this.#engine.rawLength(operand));
    this.#refuseMetamethods(['__len'], operand);
    if (type !== 'table') throw pureFailure(`attempt to get length of a ${luaType(this.#engine, operand)} value`);
    return this.#engine.number(this.#engine.rawLength(operand));
  }

  #arithmetic(operator: ArithmeticOperator, left: LuaValue, right: LuaValue): LuaValue {
    try {
      const result = this.#engine.arithmetic(operator, left, right);
      if (result !== undefined) return result;
    } catch (error) {
      if (error instanceof LuaError) throw pureFailure(error.message);
      throw error;
    }
    this.#refuseMetamethods([EVENTS[operator]], left, right);
    const culprit = this.#engine.toNumber(left) === undefined ? left : right;
    throw pureFailure(`attempt to perform ${BITWISE.has(operator) ? 'bitwise operation' : 'arithmetic'} on a ${luaType(this.#engine, culprit)} value`);
  }

  #concatenated(left: LuaValue, right: LuaValue): LuaValue {
    const engine = this.#engine;
    const [a, b] = [engine.toBytes(left), engine.toBytes(right)];
    if (a !== undefined && b !== undefined) return engine.string(Buffer.concat([a, b]));
    this.#refuseMetamethods(['__concat'], left, right);
    throw pureFailure(`attempt to concatenate a ${luaType(engine, a === undefined ? left : right)} value`);
  }

  #equal(left: LuaValue, right: LuaValue): boolean {
    const engine = this.#engine;
    const [a, b] = [luaType(engine, left), luaType(engine, right)];
    if (a !== b) return false;
    // JavaScript compares numbers and BigInts by their value, as Lua does integers and floats.
    // eslint-disable-next-line eqeqeq
    if (a === 'number') return engine.toNumber(left) == engine.toNumber(right);
    if (engine.identity(left) === engine.identity(right)) return true;
    if (a === 'table' || a === 'userdata') this.#refuseMetamethods(['__eq'], left, right);
    return false;
  }

  #less(left: LuaValue, right: LuaValue, events: readonly string[]): boolean {
    const order = this.#order(left, right, events);
    return order !== undefined && order < 0;
  }

  /** Lua 5.3 tries `__lt` with the operands changed when there is no `__le`. */
  #lessOrEqual(left: LuaValue, right: LuaValue): boolean {
    const order = this.#order(left, right, ['__le', '__lt']);
    return order !== undefined && order <= 0;
  }

  /** Undefined when neither is less, nor are they equal (NaN). */
  #order(left: LuaValue, right: LuaValue, events: readonly string[]): number | undefined {
    const engine = this.#engine;
    const [a, b] = [luaType(engine, left), luaType(engine, right)];
    if (a === 'number' && b === 'number') {
      const [x, y] = [engine.toNumber(left)!, engine.toNumber(right)!];
      // eslint-disable-next-line eqeqeq
      return x < y ? -1 : x > y ? 1 : x == y ? 0 : undefined;
    }
    if (a === 'string' && b === 'string') return Buffer.compare(engine.toBytes(left)!, engine.toBytes(right)!);
    this.#refuseMetamethods(events, left, right);
    throw pureFailure(a === b ? `attempt to compare two ${a} values` : `attempt to compare ${a} with ${b}`);
  }

  #refuseMetamethods(events: readonly string[], ...operands: readonly LuaValue[]): void {
    const engine = this.#engine;
    for (const operand of operands) {
      const metatable = engine.metatable(operand);
      if (metatable === undefined) continue;
      for (const event of events) if (engine.type(engine.rawGet(metatable, engine.string(event))) !== 'nil') throw metamethodRefused(event);
    }
  }
}
