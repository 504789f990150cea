import { expect, it } from 'vitest';
import { Debuggers, type SessionDebugger } from './debuggers.ts';

const one = (isReady = true): SessionDebugger => ({ isReady, takeOver: async () => undefined });

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
