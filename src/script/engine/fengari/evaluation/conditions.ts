/** Conditions and logpoint expressions: compiled once, evaluated at each hit. */
import type { LuaFrame, LuaValue } from '../../engine.ts';
import type { Body } from '../code/bodies.ts';
import type { Calls } from '../calls.ts';
import type { Evaluator } from './evaluate.ts';
import { bind, cellsFor, type CompiledText, compileText, detachCaptured, type Names } from './expressions.ts';
import { type Frame, varargCells } from '../stack/frames.ts';
import type { Machine } from '../machine.ts';
import { compileSimple } from './simple-conditions.ts';
import { valueIn, valueOf, type Values } from '../values.ts';
import { Cell, Tag, type TValue } from '../vm.ts';

export class Conditions {
  readonly #machine: Machine;
  readonly #calls: Calls;
  readonly #evaluator: Evaluator;
  readonly #values: Values;
  readonly #globals: TValue;

  constructor(machine: Machine, calls: Calls, evaluator: Evaluator, values: Values, globals: TValue) {
    this.#machine = machine;
    this.#calls = calls;
    this.#evaluator = evaluator;
    this.#values = values;
    this.#globals = globals;
  }

  compile(expression: string, body: Body, line: number, names: readonly string[]): (frame: LuaFrame, values?: Names) => LuaValue {
    const yes = this.#values.boolean(true);
    const no = this.#values.boolean(false);
    const inLua = this.#compileLua(expression, body, line, names);
    // Simple ones know the frame's names alone.
    const simple = names.length > 0 ? undefined : compileSimple(expression);
    if (simple === undefined) return inLua;
    return (frame) => {
      const answer = simple(frame as Frame);
      return answer === undefined ? inLua(frame) : answer ? yes : no;
    };
  }

  /** The names that are visible differ from place to place on a line, so there is one compiled text for each place. */
  #compileLua(expression: string, body: Body, line: number, names: readonly string[]): (frame: LuaFrame, values?: Names) => LuaValue {
    const { proto } = body;
    const extra = new Set(names);
    const compiled = new Map<number, CompiledText>();
    const at = (pc: number): CompiledText => {
      let text = compiled.get(pc);
      if (text === undefined) {
        text = this.#machine.quietly(() => compileText(this.#calls, expression, body.proto ?? proto, pc, 'expression', extra));
        compiled.set(pc, text);
      }
      return text;
    };
    at(body.stopPlaces(line)[0] ?? 0);
    return (luaFrame, values) => {
      const frame = luaFrame as Frame;
      const text = at(frame.ci.l_savedpc - 1);
      const fn = bind(this.#machine.main, text, frame, this.#globals, values && cellsFor(values));
      const varargs = varargCells(frame).map((cell) => valueIn(cell));
      try {
        return this.#evaluator.bounded(() => this.#calls.call(fn, varargs))[0] ?? valueOf(new Cell(Tag.Nil, null));
      } finally {
        detachCaptured(text, frame);
      }
    };
  }
}
