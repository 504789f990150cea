import { expect, it } from 'vitest';
import { Debuggers, type SessionDebugger } from './debuggers.ts';

const one = (isReady = true, heard: string[] = []): SessionDebugger => ({ isReady, takeOver: async () => undefined, notice: (text) => void heard.push(text) });

it('lets the first control, and the oldest that is ready after it', () => {
  const debuggers = new Debuggers();
  const [first, configuring, second, third] = [one(), one(false), one(), one()];
  for (const each of [first, configuring, second, third]) debuggers.join(each);
  expect([first, configuring, second, third].map((each) => debuggers.controls(each))).toEqual([true, false, false, false]);
  expect(debuggers.leave(third)).toBeUndefined();
  expect(debuggers.leave(first)).toBe(second);
  expect(debuggers.controls(second)).toBe(true);
  expect(debuggers.leave(first)).toBeUndefined();
  expect(debuggers.leave(second)).toBe(configuring);
  expect(debuggers.leave(configuring)).toBeUndefined();
});

it('tells the others, not who speaks', () => {
  const debuggers = new Debuggers();
  const heard = { first: [] as string[], second: [] as string[] };
  const [first, second] = [one(true, heard.first), one(true, heard.second)];
  debuggers.join(first);
  debuggers.join(second);
  debuggers.tellOthers(first, 'a restart');
  expect(heard).toEqual({ first: [], second: ['a restart'] });
});
