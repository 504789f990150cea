/**
 * Simple conditions as JavaScript: comparisons of variables, fields and constants, with arithmetic on safe numbers, joined by and, or, not.
 * They cost some 20 ns where a Lua closure costs 100. Whatever Lua would answer with a metamethod, an error or a big integer is
 * left to Lua: the test answers undefined then.
 */
import type { Frame } from '../stack/frames.ts';
import { ARITHMETIC, arithmetic, ASK_LUA, COMPARE, field, type Operand, plain, variable } from './simple-operands.ts';
import { type CallInfo, encode, fengari, type LuaState } from '../vm.ts';

const { lstring } = fengari;

/** true or false as Lua would say, undefined when Lua has to be asked. */
export type SimpleTest = (frame: Frame) => boolean | undefined;
type Test = (L: LuaState, ci: CallInfo) => boolean | undefined;

const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?![\w.]))|([A-Za-z_]\w*)|"([^"\\\n]*)"|'([^'\\\n]*)'|(==|~=|<=|>=|\/\/|[<>()+\-*%.]))/y;
interface Token {
  readonly kind: 'number' | 'name' | 'string' | 'symbol' | 'end';
  readonly text: string;
}
const KEYWORDS = new Set(['and', 'or', 'not', 'nil', 'true', 'false', 'function', 'end']);

/** undefined when the text holds anything else than simple conditions are made of. */
function tokens(text: string): Token[] | undefined {
  const list: Token[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    at = TOKEN.lastIndex;
    const [, number, name, double, single, symbol] = match;
    if (number !== undefined) list.push({ kind: 'number', text: number });
    else if (name !== undefined) list.push({ kind: KEYWORDS.has(name) ? 'symbol' : 'name', text: name });
    else if (symbol !== undefined) list.push({ kind: 'symbol', text: symbol });
    else list.push({ kind: 'string', text: double ?? single ?? '' });
  }
  list.push({ kind: 'end', text: '' });
  return list;
}

/** Recursive descent; a thrown Unsuitable means that the text is not simple. */
class Unsuitable extends Error {}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  parse(): Test {
    const test = this.#or();
    if (this.#peek.kind !== 'end') throw new Unsuitable();
    return test;
  }

  get #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #accept(symbol: string): boolean {
    if (this.#peek.kind !== 'symbol' || this.#peek.text !== symbol) return false;
    this.#at++;
    return true;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#accept('or')) {
      const [a, b] = [left, this.#and()];
      left = (L, ci) => {
        const first = a(L, ci);
        return first === false ? b(L, ci) : first;
      };
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    while (this.#accept('and')) {
      const [a, b] = [left, this.#not()];
      left = (L, ci) => {
        const first = a(L, ci);
        return first === true ? b(L, ci) : first;
      };
    }
    return left;
  }

  #not(): Test {
    if (this.#accept('not')) {
      const test = this.#not();
      return (L, ci) => {
        const answer = test(L, ci);
        return answer === undefined ? undefined : !answer;
      };
    }
    const start = this.#at;
    if (this.#accept('(')) {
      try {
        const test = this.#or();
        if (this.#accept(')') && !this.#continuesOperand()) return test;
      } catch (error) {
        if (!(error instanceof Unsuitable)) throw error;
      }
      this.#at = start; // it was an operand in parentheses
    }
    return this.#comparison();
  }

  #continuesOperand(): boolean {
    return this.#peek.kind === 'symbol' && !['and', 'or', ')'].includes(this.#peek.text);
  }

  #comparison(): Test {
    const left = this.#sum();
    const compare = COMPARE[this.#peek.text];
    if (this.#peek.kind !== 'symbol' || compare === undefined) throw new Unsuitable();
    this.#at++;
    const right = this.#sum();
    return (L, ci) => {
      const a = left(L, ci);
      const b = right(L, ci);
      return a === ASK_LUA || b === ASK_LUA ? undefined : compare(a, b);
    };
  }

  #sum(): Operand {
    return this.#binary(['+', '-'], () => this.#binary(['*', '%', '//'], () => this.#primary()));
  }

  #binary(symbols: readonly string[], operand: () => Operand): Operand {
    let left = operand();
    for (let symbol = symbols.find((text) => this.#accept(text)); symbol !== undefined; symbol = symbols.find((text) => this.#accept(text))) {
      left = arithmetic(ARITHMETIC[symbol] as (a: number, b: number) => number, left, operand());
    }
    return left;
  }

  #primary(): Operand {
    const token = this.#peek;
    this.#at++;
    if (token.kind === 'number' || (token.kind === 'symbol' && token.text === '-' && this.#peek.kind === 'number')) {
      const value = token.kind === 'number' ? Number(token.text) : -Number(this.#tokens[this.#at++]?.text);
      if (!Number.isSafeInteger(value) && Number.isInteger(value)) throw new Unsuitable();
      return () => value;
    }
    if (token.kind === 'string') {
      const hash = lstring.luaS_hash(encode(token.text));
      return () => hash;
    }
    if (token.kind === 'name') return this.#path(token.text);
    if (token.text === 'true' || token.text === 'false') return () => token.text === 'true';
    if (token.text === 'nil') return () => undefined;
    if (token.text === '(') {
      const inner = this.#sum();
      if (this.#accept(')')) return inner;
    }
    throw new Unsuitable();
  }

  #path(name: string): Operand {
    let cell = variable(name);
    while (this.#accept('.')) {
      if (this.#peek.kind !== 'name') throw new Unsuitable();
      const hash = lstring.luaS_hash(encode(this.#peek.text));
      this.#at++;
      const object = cell;
      cell = (L, ci) => {
        const found = object(L, ci);
        return found === undefined ? undefined : field(found, hash);
      };
    }
    if (this.#peek.text === '(' || this.#peek.kind === 'string') throw new Unsuitable(); // a call
    const last = cell;
    return (L, ci) => {
      const found = last(L, ci);
      return found === undefined ? ASK_LUA : plain(found);
    };
  }
}

/** undefined when the expression is not simple. */
export function compileSimple(expression: string): SimpleTest | undefined {
  const list = tokens(expression);
  if (list === undefined) return undefined;
  try {
    const test = new Parser(list).parse();
    return (frame) => test(frame.L, frame.ci);
  } catch (error) {
    if (error instanceof Unsuitable) return undefined;
    throw error;
  }
}
