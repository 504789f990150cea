import { describe, expect, test } from 'vitest';
import type { HostPoint } from '../../../common/host-points.ts';
import type { LuaThread } from '../../engine/engine.ts';
import { define, newEngine, run } from '../../engine/testing.ts';
import { HostStop } from './host-stop.ts';

const fields = [{ name: 'tool', type: 'string', fixed: true }, { name: 'params', type: 'table' }] as const;
const point: HostPoint = { filters: ['tool_call'], description: 'before', request: { tool: 't', params: { list: [1, 2], deep: { a: 'x' } } }, fields, editable: true, tokens: 3 };

/** Runs `look` in a native function that the script's function `ask` calls. */
function at<T>(look: (stop: HostStop, engine: ReturnType<typeof newEngine>) => T, changes: Partial<HostPoint> = {}): T {
  const engine = newEngine();
  let seen: { readonly value: T } | undefined;
  define(engine, 'host', () => {
    const thread = engine.threads().find(({ status }) => status === 'running') as LuaThread;
    seen = { value: look(new HostStop(engine, { ...point, ...changes }, thread), engine) };
  });
  run(engine, 'local function ask()\n  local mine = 1\n  host()\nend\nask()');
  return seen!.value;
}

/** What a text evaluated at the stop makes of the request. */
const after = (text: string, changes?: Partial<HostPoint>) =>
  at((stop, engine) => {
    let error: string | undefined;
    try {
      stop.guarded(() => engine.evaluate(text, stop.frame, { deadlineMs: 1000, names: stop.names, assigned: (name, value) => stop.assigned(name, value) }));
    } catch (failure) {
      error = (failure as Error).message;
    }
    // Whatever was refused is not seen in Lua either.
    const [shown] = engine.evaluate('request.params.list[1] .. "," .. tostring(request.params.deep and request.params.deep.a)', stop.frame, { deadlineMs: 1000, names: stop.names });
    return { error, request: stop.answer().request, shown: shown && engine.toText(shown) };
  }, changes);

describe('a stop at a host point', () => {
  test('is in the frame that asked; its names belong to that frame alone', () => {
    at((stop, engine) => {
      expect(stop.frame).toMatchObject({ line: 3, name: 'ask' });
      const frames = engine.frames(stop.thread).filter(({ body }) => body !== undefined);
      expect(frames.map((frame) => stop.namesIn(frame) !== undefined)).toEqual([true, false]);
      expect(frames.map((frame) => stop.scopes(frame).map(({ name }) => name))).toEqual([['Request'], []]);
      expect([...stop.names].map(([name, value]) => `${name} ${engine.type(value)}`)).toEqual(['request table', 'response nil', 'status nil', 'error nil', 'tokens integer']);
    });
  });

  test.each([
    ['request.params.list[1] = 5', '5,x'],
    ['request.params = { list = { 7 } }', '7,nil'],
    ['request = { tool = "t", params = { list = { 8 }, deep = { a = "y" } } }', '8,y'],
    ['mine = request.params; mine.deep.a = "z"', '1,z'],
    ['return request.tool', '1,x'],
  ])('takes over %s', (text, shown) => {
    const result = after(text);
    expect(result).toMatchObject({ error: undefined, shown });
    const { list, deep } = result.request!['params'] as { list: number[]; deep?: { a: string } };
    expect(`${list[0]},${deep?.a ?? 'nil'}`).toBe(shown);
  });

  test.each([
    ['request.tool = "u"', 'settled'],
    ['request.params.list[1] = tostring', 'a function cannot be sent: request.params.list[1]'],
    ['request.params.deep.me = request', 'contains itself'],
    ['request.params = nil', 'it is needed'],
    ['request.params = {}; request.params.list = nil; request = 5', 'it is a table'],
    ['status = 500', 'status cannot be set'],
    ['request.params.list = { 9 }; error("late")', 'nil value'],
  ])('takes back %s', (text, error) => {
    expect(after(text)).toEqual({ error: expect.stringContaining(error) as string, request: point.request, shown: '1,x' });
  });

  test('leaves what has been sent as it was', () => {
    expect(after('request.params.list[1] = 5', { editable: false })).toMatchObject({ error: 'request cannot be set: it has been sent.', shown: '1,x', request: undefined });
    expect(after('response.text = "b"', { editable: false, response: { text: 'a' } })).toMatchObject({ error: 'response cannot be set: it tells what has arrived.' });
  });

  test('tells the limit that was passed', () => {
    at((stop) => {
      stop.matched(['agent_response', 'token_limit']);
      expect(stop.details('trace')).toMatchObject({ exceptionId: 'agent_response', description: 'before: 3 tokens used so far', message: 'before: 3 tokens used so far' });
    });
  });
});
