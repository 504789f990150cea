import { describe, expect, test } from 'vitest';
import { LuaInterrupt } from '../../engine/engine.ts';
import { createEngine } from '../../engine/index.ts';
import { Evaluation } from './evaluation.ts';

function scene() {
  const state = { waitedMs: 0, cancel: false, interrupted: false };
  const engine = createEngine({ memoryLimit: 0, handlers: {} });
  const mailbox = {
    get waitedMs() {
      return state.waitedMs;
    },
    throwIfInterrupted() {
      if (state.interrupted) throw new LuaInterrupt('terminated', 'terminated');
    },
  };
  const evaluation = new Evaluation(engine, mailbox, () => state.cancel);
  engine.setHandlers({ debuggerTick: () => evaluation.tick() });
  const text = (expression: string, limitMs = 1000): string[] => evaluation.evaluate(expression, undefined, limitMs).map((value) => engine.toText(value));
  return { state, engine, evaluation, text };
}

const endless = '(function() while true do pcall(error) end end)()';

describe('an evaluation', () => {
  test('answers all values, and names given to it come first', () => {
    const { engine, evaluation, text } = scene();
    expect(text('1, "a", nil')).toEqual(['1', 'a', 'nil']);
    const [value] = evaluation.evaluate('err .. "!"', undefined, 1000, new Map([['err', engine.string('bad')]]));
    expect(engine.toText(value!)).toBe('bad!');
  });

  test('throws what Lua threw', () => {
    expect(() => scene().text('error("own", 0)')).toThrow('own');
    expect(() => scene().text('1 +')).toThrow();
  });

  test('ends at its limit of Lua time', () => {
    expect(() => scene().text(endless, 20)).toThrow('after 0.02 s of Lua time');
  });

  test('is given the time it waited for the kernel', () => {
    const { state, engine, text } = scene();
    // A wait of an hour, as the mailbox counts it.
    engine.rawSet(engine.globals, engine.string('wait'), engine.native('wait', () => void (state.waitedMs += 3_600_000)));
    expect(text('(function() wait() for i = 1, 100000 do end return "done" end)()', 10_000)).toEqual(['done']);
  });

  test('is ended by a cancel, and the next one is not', () => {
    const { state, text } = scene();
    state.cancel = true;
    expect(() => text(endless)).toThrow('cancelled');
    state.cancel = false;
    expect(text('1')).toEqual(['1']);
  });

  test('gives way to the end of the program, past every pcall', () => {
    const { state, text } = scene();
    state.interrupted = true;
    expect(() => text(`pcall(function() ${endless} end)`)).toThrow(LuaInterrupt);
  });

  test('inside another one counts against the outer limit', () => {
    const { evaluation, text } = scene();
    expect(evaluation.isRunning).toBe(false);
    evaluation.limited(() => {
      expect(evaluation.isRunning).toBe(true);
      expect(text('2')).toEqual(['2']);
      expect(evaluation.isRunning).toBe(true);
    });
    expect(evaluation.isRunning).toBe(false);
  });
});
