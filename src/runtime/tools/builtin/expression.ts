/**
 * Arithmetic as people write it, for the calculator: numbers, variables, + - * / % ^, parentheses and functions. A parser by precedence that
 * computes while it reads; nothing of it runs code.
 */
export class ExpressionError extends Error {}

type NumberFunction = { readonly least: number; readonly most: number; readonly compute: (...values: number[]) => number };

const one = (compute: (value: number) => number): NumberFunction => ({ least: 1, most: 1, compute });
const constant = (value: number): NumberFunction => ({ least: 0, most: 0, compute: () => value });

const ofMath = ['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'sqrt', 'exp', 'abs', 'sign', 'ceil', 'floor', 'round'] as const;

export const functions: ReadonlyMap<string, NumberFunction> = new Map([
  ...ofMath.map((name): [string, NumberFunction] => [name, one((value) => Math[name](value))]),
  ['ln', one((value) => Math.log(value))],
  // log(x) to base 10, log(base, x) to any.
  ['log', { least: 1, most: 2, compute: (first, second) => (second === undefined ? Math.log10(first) : Math.log(second) / Math.log(first)) }],
  ['int', one((value) => Math.trunc(value))],
  ['min', { least: 1, most: Infinity, compute: (...values) => Math.min(...values) }],
  ['max', { least: 1, most: Infinity, compute: (...values) => Math.max(...values) }],
  ['pi', constant(Math.PI)],
  ['e', constant(Math.E)],
]);

const binary: ReadonlyMap<string, { readonly power: number; readonly compute: (a: number, b: number) => number }> = new Map([
  ['+', { power: 1, compute: (a, b) => a + b }],
  ['-', { power: 1, compute: (a, b) => a - b }],
  ['*', { power: 2, compute: (a, b) => a * b }],
  ['/', { power: 2, compute: (a, b) => a / b }],
  ['%', { power: 2, compute: (a, b) => a % b }],
  ['^', { power: 4, compute: (a, b) => a ** b }],
]);
const SIGN_POWER = 3;

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|([-+*/%^(),]))/y;
/** Deeper than anybody writes; what is deeper would end the stack. */
const MAX_DEPTH = 200;

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw new ExpressionError(`unexpected "${text.slice(at).trimStart()[0]}" at character ${at + 1 + text.slice(at).search(/\S/)}`);
    const [whole, number, name, sign] = match;
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign';
    const value = (number ?? name ?? sign)!;
    found.push({ kind, text: value, at: at + whole.length - value.length + 1 });
  }
  return [...found, { kind: 'end', text: 'the end', at: end + 1 }];
}

/** Throws ExpressionError, with the place. */
export function evaluateExpression(text: string, variables: ReadonlyMap<string, number>): number {
  return new Reader(tokens(text), variables).whole();
}

class Reader {
  private position = 0;
  private depth = 0;

  constructor(
    private readonly list: readonly Token[],
    private readonly variables: ReadonlyMap<string, number>,
  ) {}

  whole(): number {
    const value = this.expression(0);
    if (this.next.kind !== 'end') throw this.unexpected();
    return value;
  }

  private get next(): Token {
    return this.list[this.position]!;
  }

  private takes(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false;
    this.position += 1;
    return true;
  }

  private expression(least: number): number {
    if ((this.depth += 1) > MAX_DEPTH) throw new ExpressionError('the expression is nested too deeply');
    let left = this.operand();
    for (;;) {
      const operator = this.next.kind === 'sign' ? binary.get(this.next.text) : undefined;
      if (operator === undefined || operator.power < least) break;
      const isPower = this.next.text === '^';
      this.position += 1;
      // 2^3^2 is 2^(3^2).
      left = operator.compute(left, this.expression(isPower ? operator.power : operator.power + 1));
    }
    this.depth -= 1;
    return left;
  }

  private operand(): number {
    if (this.takes('-')) return -this.expression(SIGN_POWER);
    if (this.takes('+')) return this.expression(SIGN_POWER);
    if (this.takes('(')) {
      const value = this.expression(0);
      if (!this.takes(')')) throw this.unexpected('")"');
      return value;
    }
    const token = this.next;
    if (token.kind !== 'number' && token.kind !== 'name') throw this.unexpected();
    this.position += 1;
    return token.kind === 'number' ? Number(token.text) : this.named(token);
  }

  private named({ text: name, at }: Token): number {
    if (!this.takes('(')) {
      const value = this.variables.get(name);
      if (value !== undefined) return value;
      throw new ExpressionError(`unknown variable "${name}" at character ${at}${functions.has(name) ? `: it is a function, write ${name}()` : ''}`);
    }
    const values: number[] = [];
    if (!this.takes(')')) {
      do values.push(this.expression(0));
      while (this.takes(','));
      if (!this.takes(')')) throw this.unexpected('")"');
    }
    const called = functions.get(name);
    if (called === undefined) throw new ExpressionError(`unknown function "${name}" at character ${at}: known are ${[...functions.keys()].sort().join(', ')}`);
    if (values.length < called.least || values.length > called.most) {
      const wanted = called.least === called.most ? String(called.least) : called.most === Infinity ? `at least ${called.least}` : `${called.least} to ${called.most}`;
      throw new ExpressionError(`${name} takes ${wanted} values, got ${values.length}`);
    }
    return called.compute(...values);
  }

  private unexpected(instead?: string): ExpressionError {
    const { kind, text, at } = this.next;
    const found = kind === 'end' ? 'the expression ends' : `unexpected "${text}" at character ${at}`;
    return new ExpressionError(instead === undefined ? found + (kind === 'end' ? ' where a number is expected' : '') : `${found} where ${instead} is expected`);
  }
}
