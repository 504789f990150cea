/** Runs text in a frame while the program is stopped: in any frame of any thread, suspended ones too. */
import { type EvaluateLimit, LuaInterrupt, type LuaFrame, type LuaValue } from '../../engine.ts';
import type { Calls } from '../calls.ts';
import { bind, cellsFor, compileText, detachCaptured } from './expressions.ts';
import { cellOfVariable, type Frame, varargCells } from '../stack/frames.ts';
import type { Machine } from '../machine.ts';
import type { Natives } from '../natives.ts';
import { cellOf, valueIn } from '../values.ts';
import { fengari, type TValue } from '../vm.ts';

const { counter, LIMIT, replaceLimit, TICKS } = fengari.ticks;
/** Ticks between two looks at the clock: well below a millisecond. */
const TICKS_PER_LOOK = 5000;

const DEFAULT_LIMIT: EvaluateLimit = { deadlineMs: 5000 };

export class Evaluator {
  readonly #machine: Machine;
  readonly #calls: Calls;
  readonly #natives: Natives;
  readonly #globals: TValue;
  #limit: EvaluateLimit | undefined;
  #started: number | undefined;

  constructor(machine: Machine, calls: Calls, natives: Natives, globals: TValue) {
    this.#machine = machine;
    this.#calls = calls;
    this.#natives = natives;
    this.#globals = globals;
  }

  evaluate(text: string, luaFrame: LuaFrame | undefined, limit: EvaluateLimit): LuaValue[] {
    const frame = luaFrame as Frame | undefined;
    return this.#machine.quietly(() => {
      const compiled = compileText(this.#calls, text, frame?.proto, frame !== undefined && frame.isLua ? frame.ci.l_savedpc - 1 : 0, 'any', new Set([...(limit.variables?.keys() ?? []), ...(limit.names?.keys() ?? [])]));
      const cells = cellsFor(limit.names ?? new Map());
      const outer = [...(limit.variables ?? [])].map(([name, variable]) => [name, cellOfVariable(variable)] as const);
      const fn = bind(this.#machine.main, compiled, frame, this.#globals, outer.length === 0 ? cells : new Map([...outer, ...cells]));
      const varargs = frame === undefined ? [] : varargCells(frame).map((cell) => valueIn(cell));
      try {
        const results = this.#limited(limit, () => this.#calls.call(fn, varargs));
        if (limit.assigned !== undefined) for (const [name, cell] of cells) if (!isSame(cell, limit.names!.get(name)!)) limit.assigned(name, valueIn(cell));
        return results;
      } finally {
        detachCaptured(compiled, frame);
      }
    });
  }

  /** For all other Lua that runs inside of a handler (`__tostring`, conditions): it ends too. */
  bounded<T>(action: () => T): T {
    return this.#machine.inHandler && this.#limit === undefined ? this.#limited(DEFAULT_LIMIT, action) : action();
  }

  #limited<T>(limit: EvaluateLimit, action: () => T): T {
    const outer = this.#limit;
    const ticks = counter[TICKS] as number;
    const before = counter[LIMIT] as number;
    this.#limit = limit;
    this.#natives.outside = 0;
    this.#natives.measures = true;
    this.#started = undefined; // the clock is first read at a tick: most conditions are over before
    if (before !== 0) counter[LIMIT] = ticks + TICKS_PER_LOOK;
    try {
      return action();
    } finally {
      this.#limit = outer;
      this.#natives.measures = outer !== undefined;
      counter[TICKS] = ticks;
      if (counter[LIMIT] !== 0) counter[LIMIT] = before;
    }
  }

  /** A tick inside of evaluated Lua. */
  tick(): void {
    const limit = this.#limit;
    const read = counter[LIMIT] as number;
    replaceLimit(read, (counter[TICKS] as number) + TICKS_PER_LOOK);
    if (limit === undefined) return;
    this.#machine.handlers.debuggerTick?.();
    this.#started ??= performance.now();
    if (performance.now() - this.#started - this.#natives.outside > limit.deadlineMs) {
      throw new LuaInterrupt('time', `the evaluation took longer than ${limit.deadlineMs} ms and was ended; what it did until then remains`);
    }
  }
}

const isSame = (cell: TValue, value: LuaValue): boolean => cell.type === cellOf(value).type && cell.value === cellOf(value).value;
