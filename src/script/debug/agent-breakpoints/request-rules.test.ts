import { describe, expect, test } from 'vitest';
import type { RequestField } from '../../../common/host-points.ts';
import type { HostValue } from '../../../common/values.ts';
import { judge } from './request-rules.ts';

const fields: readonly RequestField[] = [
  { name: 'agent', type: 'string', fixed: true },
  { name: 'prompt', type: 'string' },
  { name: 'messages', type: 'messages' },
  { name: 'temperature', type: 'number', optional: true, least: 0 },
  { name: 'max_tokens', type: 'integer', optional: true, least: 1 },
  { name: 'params', type: 'table', optional: true },
];
const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });
const before = { agent: 'poet', prompt: 'q', messages: [user('a'), assistant('b'), user('q')] };
const judged = (change: { readonly [name: string]: HostValue }) => judge({ ...before, ...change }, before, fields);

describe('a change of a request', () => {
  test.each<[{ readonly [name: string]: HostValue }]>([[{}], [{ temperature: 0.5 }], [{ temperature: null, max_tokens: 1 }], [{ params: { a: 1 } }], [{ messages: [user('q')] }]])('makes sense: %j', (change) => {
    expect(judged(change)).toEqual({ request: { ...before, ...change }, follows: [] });
  });

  test.each<[{ readonly [name: string]: HostValue }, string, string]>([
    [{ agent: 'critic' }, 'request.agent', 'settled'],
    [{ prompt: 1 }, 'request.prompt', 'a string is expected, not a number'],
    [{ prompt: null }, 'request.prompt', 'it is needed (a string is expected)'],
    [{ temperature: -0.1 }, 'request.temperature', 'at least 0'],
    [{ temperature: '1' }, 'request.temperature', 'a number is expected, not a string'],
    [{ max_tokens: 1.5 }, 'request.max_tokens', 'an integer is expected, not a number'],
    [{ params: 'x' }, 'request.params', 'a table is expected'],
    [{ messages: [] }, 'request.messages', 'a list of { role'],
    [{ messages: {} }, 'request.messages', 'a list of { role'],
    [{ messages: [user('a'), { role: 'system', content: 'x' }] }, 'request.messages', 'message 2 is something else'],
    [{ messages: [{ role: 'user', content: 7 }] }, 'request.messages', 'message 1'],
    [{ messages: [{ ...user('x'), name: 'y' }] }, 'request.messages', 'message 1'],
    [{ messages: [user('a'), assistant('b')] }, 'request.messages', 'role "user"'],
    [{ promt: 'x' }, 'request.promt', 'a request has agent, prompt'],
  ])('makes no sense: %j', (change, field, fault) => {
    expect(judged(change)).toEqual({ field, fault: expect.stringContaining(fault) as string });
  });

  test('makes no sense: a number beyond all limits', () => {
    expect(judged({ max_tokens: 2n ** 60n })).toMatchObject({ field: 'request.max_tokens', fault: 'an integer is expected, not a number so large' });
  });

  test('is no table any more', () => expect(judge([1], before, fields)).toMatchObject({ field: 'request' }));
});

describe('the prompt and the last message', () => {
  test('follow each other', () => {
    expect(judged({ prompt: 'new' })).toEqual({ request: { ...before, prompt: 'new', messages: [user('a'), assistant('b'), user('new')] }, follows: [{ at: 'last message', text: 'new' }] });
    expect(judged({ messages: [user('new')] })).toEqual({ request: { ...before, prompt: 'new', messages: [user('new')] }, follows: [{ at: 'prompt', text: 'new' }] });
  });

  test('may be changed together when they agree, and are refused when they do not', () => {
    expect(judged({ prompt: 'new', messages: [user('new')] })).toMatchObject({ follows: [] });
    expect(judged({ prompt: 'new', messages: [user('other')] })).toMatchObject({ field: 'request.prompt', fault: expect.stringContaining('set one of the two') as string });
  });
});
