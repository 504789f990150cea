import { expect, it } from 'vitest';
import { cancelledText } from './cancelled.ts';

it('counts the requests and names each', () => {
  expect(cancelledText(['agent "a" (demo/echo), asked at /a.lua:3'])).toBe('1 request was cancelled: agent "a" (demo/echo), asked at /a.lua:3');
  expect(cancelledText(['one', 'two'])).toBe('2 requests were cancelled: one; two');
});
