import { describe, expect, test } from 'vitest';
import type { FromWorker, ToWorker } from '../common/wire.ts';
import { LuaInterrupt, type Engine } from './engine/engine.ts';
import { HostCalls } from './host-calls.ts';
import type { Mailbox, Wanted } from './mailbox.ts';
import { HostCallError, type HostCallback } from './services.ts';

/** A mailbox whose messages are there before they are waited for. */
function scene(incoming: (ToWorker | Error)[]): { calls: HostCalls; posted: FromWorker[]; served: ToWorker[]; left: (ToWorker | Error)[] } {
  const posted: FromWorker[] = [];
  const served: ToWorker[] = [];
  const mailbox = {
    post: (message: FromWorker) => void posted.push(message),
    take(wanted: Wanted): ToWorker {
      const index = incoming.findIndex((message) => message instanceof Error || wanted(message));
      if (index < 0) throw new Error('waits for ever');
      const [message] = incoming.splice(index, 1);
      if (message instanceof Error) throw message;
      return message!;
    },
  } as unknown as Mailbox;
  const calls = new HostCalls({ ticks: 7 } as Engine, mailbox, {
    wants: (message) => message.type === 'debug',
    serve: (message) => void served.push(message),
    reached: (point) => ({ request: { of: point.description } }),
    beforeCall: () => undefined,
    site: () => ({ file: '/a.lua', line: 3 }),
  });
  return { calls, posted, served, left: incoming };
}

const result = (callId: number, ...value: string[]): ToWorker => ({ type: 'result', callId, value });
const failure = (callId: number, message: string): ToWorker => ({ type: 'failure', callId, error: { code: 'x', message } });
const callback = (callId: number, callbackId: number, ...args: string[]): ToWorker => ({ type: 'callback', callId, callbackId, function: 1, args });
const debug: ToWorker = { type: 'debug', id: 1, request: { method: 'threads', params: {} } };
const functions = (fn: HostCallback): ReadonlyMap<number, HostCallback> => new Map([[1, fn]]);
const none = new Map<number, HostCallback>();

describe('a host call', () => {
  test('is posted with its place and position, and answers with the result', () => {
    const { calls, posted } = scene([result(1, 'r')]);
    expect(calls.call('Agent.x', ['a'], none)).toEqual(['r']);
    expect(posted).toEqual([{ type: 'call', callId: 1, name: 'Agent.x', args: ['a'], site: { file: '/a.lua', line: 3 }, position: { call: 0, ticks: 7 } }]);
  });

  test('throws what the host failed with', () => {
    const { calls } = scene([failure(1, 'no such model')]);
    expect(() => calls.call('f', [], none)).toThrow(new HostCallError({ code: 'x', message: 'no such model' }));
  });

  test('runs callbacks and serves the debugger while it waits', () => {
    const { calls, posted, served } = scene([debug, callback(1, 11, 'a'), callback(1, 12, 'b'), result(1)]);
    const seen: unknown[] = [];
    calls.call('f', [], functions((args) => (seen.push(...args), ['ok'])));
    expect(seen).toEqual(['a', 'b']);
    expect(served).toEqual([debug]);
    expect(posted.slice(1)).toEqual([11, 12].map((callbackId) => ({ type: 'callbackResult', callbackId, ok: true, value: ['ok'] })));
  });

  test('in a callback leaves what belongs to the outer call for later', () => {
    const { calls, posted } = scene([callback(1, 11), callback(1, 12), result(1, 'outer'), result(2, 'inner')]);
    const order: string[] = [];
    const answer = calls.call('outer', [], functions(() => (order.push('callback'), order.length === 1 ? calls.call('inner', [], none) : [])));
    expect(answer).toEqual(['outer']);
    expect(order).toEqual(['callback', 'callback']);
    expect(posted.filter((message) => message.type === 'callbackResult')).toMatchObject([{ callbackId: 11, value: ['inner'] }, { callbackId: 12, value: [] }]);
  });

  test('throws the very error of its callback when it fails because of it', () => {
    const mine = new Error('mine');
    const { calls, posted } = scene([callback(1, 11), failure(1, 'callback failed: mine')]);
    expect(() => calls.call('f', [], functions(() => {
      throw mine;
    }))).toThrow(mine);
    expect(posted[1]).toMatchObject({ type: 'callbackResult', ok: false, error: 'mine' });
  });

  test('asks at each point whether the debugger stops there, in order with its callbacks', () => {
    const point = (callId: number, pointId: number): ToWorker => ({ type: 'point', callId, pointId, point: { filters: [], description: `p${pointId}`, editable: true, tokens: 0 } });
    const { calls, posted, left } = scene([point(1, 5), callback(1, 11), point(1, 6), result(1)]);
    calls.call('f', [], functions(() => []));
    expect(posted.slice(1)).toEqual([
      { type: 'pointResult', pointId: 5, answer: { request: { of: 'p5' } } },
      { type: 'callbackResult', callbackId: 11, ok: true, value: [] },
      { type: 'pointResult', pointId: 6, answer: { request: { of: 'p6' } } },
    ]);
    left.push(new LuaInterrupt('interrupted', 'stop'));
    expect(() => calls.call('g', [], none)).toThrow('stop');
    left.push(point(2, 7), result(3));
    calls.call('h', [], none);
    // Nobody waits there any more: nothing is stopped at, and the host goes on to its end.
    expect(posted.find((message) => message.type === 'pointResult' && message.pointId === 7)).toMatchObject({ answer: {} });
  });

  test('ended by an interrupt lets its late answer go', () => {
    const { calls, left } = scene([new LuaInterrupt('interrupted', 'stop')]);
    expect(() => calls.call('f', [], none)).toThrow('stop');
    left.push(callback(1, 11), result(1, 'late'), result(2, 'second'));
    expect(calls.call('g', [], none)).toEqual(['second']);
    expect(left).toEqual([]);
  });

  test('answers a callback to a function that is not its own', () => {
    const { calls, posted } = scene([callback(1, 11), result(1)]);
    calls.call('f', [], none);
    expect(posted[1]).toMatchObject({ callbackId: 11, ok: false, error: 'this Lua function does not belong to the call' });
  });
});
