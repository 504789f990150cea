/**
 * What the metamethods of a value could tell, offered and not run: a front end that opens `[[tostring]]`, `[[len]]`, `[[pairs]]` or
 * `[[index]]` runs that one, under the time limit of evaluations. Its error is shown in the place of the value.
 */
import type { Engine, LuaFrame, LuaValue } from '../../engine/engine.ts';
import { page, type Child, type Container } from './containers.ts';
import { DebugError, notSettable } from '../errors.ts';
import { DEFAULT_LIMIT_MS, type Evaluation } from '../evaluation/evaluation.ts';
import { hostFields } from './object-container.ts';
import { keyText, quoted } from './value-text.ts';

/** Pairs that are asked for; an iterator may never end. */
const MAX_PAIRS = 1000;
const MAX_CHAIN = 100;

const PAIRS = `local next, state, key = method(value)
local found, count = {}, 0
while count < ${MAX_PAIRS} do
  local field
  key, field = next(state, key)
  if key == nil then return found, count, false end
  count = count + 1
  found[2 * count - 1], found[2 * count] = key, field
end
return found, count, true`;

export class Metamethods {
  readonly #engine: Engine;
  readonly #evaluation: Evaluation;
  /** The fields that the program's text around a frame reads from what an expression gives. */
  readonly #fieldsRead: (frame: LuaFrame, expression: string) => readonly string[];

  constructor(engine: Engine, evaluation: Evaluation, fieldsRead: (frame: LuaFrame, expression: string) => readonly string[]) {
    this.#engine = engine;
    this.#evaluation = evaluation;
    this.#fieldsRead = fieldsRead;
  }

  /** The metatable and the metamethods, behind the entries of a table or userdata. */
  offers(value: LuaValue, frame: LuaFrame | undefined, expression: string | undefined): Child[] {
    const metatable = this.#engine.metatable(value);
    if (metatable === undefined) return [];
    const evaluateName = expression === undefined ? undefined : `debug.getmetatable(${expression})`;
    const children: Child[] = [{ name: '[[metatable]]', value: metatable, evaluateName, role: 'metatable' }];
    const offer = (name: string, compute: () => Child): void => void children.push(this.#lazy(name, frame, compute));
    const tostring = this.#method(value, '__tostring');
    if (tostring) offer('[[tostring]]', () => this.#answer('[[tostring]]', 'method(value)', value, tostring));
    const len = this.#method(value, '__len');
    if (len) offer('[[len]]', () => this.#answer('[[len]]', '#value', value, len));
    const pairs = this.#method(value, '__pairs');
    if (pairs) offer('[[pairs]]', () => this.#pairs(value, pairs, frame));
    // The fields of host objects are shown.
    if (Object.keys(hostFields(this.#engine.userdataOf(value))).length === 0 && this.#computesFields(value)) offer('[[index]]', () => this.#index(value, frame, expression));
    return children;
  }

  #method(value: LuaValue, event: string): LuaValue | undefined {
    const metatable = this.#engine.metatable(value);
    const method = metatable && this.#engine.rawGet(metatable, this.#engine.string(event));
    return method === undefined || this.#engine.type(method) === 'nil' ? undefined : method;
  }

  /** Whether the chain of `__index` ends in code. */
  #computesFields(value: LuaValue): boolean {
    let holder: LuaValue | undefined = value;
    for (let step = 0; step < MAX_CHAIN && holder !== undefined; step++) {
      holder = this.#method(holder, '__index');
      if (holder !== undefined && this.#engine.type(holder) !== 'table') return true;
    }
    return false;
  }

  #lazy(name: string, frame: LuaFrame | undefined, compute: () => Child): Child {
    const container: Container = {
      frame,
      indexed: 0,
      named: 1,
      runsLua: true,
      // DAP: what is lazy opens to one variable, which has the value.
      children: (kind) => (kind === 'indexed' ? [] : [compute()]),
      set(child) {
        throw notSettable(child, 'a metamethod computes it');
      },
    };
    return { name, value: this.#engine.nil, evaluateName: undefined, role: 'lazy', text: '', container };
  }

  #answer(name: string, text: string, value: LuaValue, method: LuaValue): Child {
    return this.#shown(name, () => {
      const [result] = this.#run(text, { value, method });
      return { value: result ?? this.#engine.nil };
    });
  }

  #pairs(value: LuaValue, method: LuaValue, frame: LuaFrame | undefined): Child {
    return this.#shown('[[pairs]]', () => {
      const engine = this.#engine;
      const [found, count, more] = this.#run(PAIRS, { value, method });
      const total = Number(engine.toNumber(count!));
      const children = Array.from({ length: total }, (_, index): Child => {
        const key = engine.rawGet(found!, engine.number(2 * index + 1));
        return { name: keyText(engine, key), value: engine.rawGet(found!, engine.number(2 * index + 2)), evaluateName: undefined, role: 'asked' };
      });
      const text = `${total}${engine.toBoolean(more!) ? ' pairs and more' : total === 1 ? ' pair' : ' pairs'}`;
      return { value: engine.nil, text, ...(total > 0 && { container: listed(frame, children) }) };
    });
  }

  /** There is no list of the fields that code may compute: those are asked for that the program asks for. */
  #index(value: LuaValue, frame: LuaFrame | undefined, expression: string | undefined): Child {
    const engine = this.#engine;
    const names = frame === undefined || expression === undefined ? [] : this.#fieldsRead(frame, expression);
    if (names.length === 0) return { name: '[[index]]', value: engine.nil, evaluateName: undefined, role: 'asked', text: 'no field of it is read in this file: evaluate one by name' };
    const children = names.map((name) => this.#field(value, name, expression!));
    return { name: '[[index]]', value: engine.nil, evaluateName: undefined, role: 'asked', text: names.join(', '), container: listed(frame, children) };
  }

  #field(value: LuaValue, name: string, expression: string): Child {
    const key = this.#engine.string(name);
    const shownName = keyText(this.#engine, key);
    const evaluateName = shownName.startsWith('[') ? `${expression}[${quoted(this.#engine.toBytes(key)!)}]` : `${expression}.${name}`;
    return { ...this.#shown(shownName, () => ({ value: this.#run('value[method]', { value, method: key })[0] ?? this.#engine.nil })), evaluateName };
  }

  #run(text: string, names: Readonly<Record<string, LuaValue>>): LuaValue[] {
    return this.#evaluation.evaluate(text, undefined, DEFAULT_LIMIT_MS, new Map(Object.entries(names)));
  }

  /** Errors in the place of the value; a cancel ends the whole request. */
  #shown(name: string, compute: () => Pick<Child, 'value' | 'text' | 'container'>): Child {
    const child = { name, evaluateName: undefined, role: 'asked' as const };
    try {
      // One limit for all that is asked at once.
      return { ...child, ...this.#evaluation.limited(compute) };
    } catch (error) {
      if (!(error instanceof DebugError) || error.code === 'evaluation_cancelled') throw error;
      return { ...child, value: this.#engine.nil, text: `<${error.message.replace(/^line \d+: /, '')}>` };
    }
  }
}

function listed(frame: LuaFrame | undefined, children: readonly Child[]): Container {
  return {
    frame,
    indexed: 0,
    named: children.length,
    children: (kind, start, count) => (kind === 'indexed' ? [] : page(children, start, count)),
    set(name) {
      throw notSettable(name, 'a metamethod has computed it; assign to the field in the Debug Console');
    },
  };
}
