import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../base/config/index.ts';
import { EventTypes } from '../../common/events.ts';
import type { HostPoint } from '../../common/host-points.ts';
import { Interrupts } from './script-worker.ts';
import { hostOf, noBreakpoints, runSpec, testContext, testSession } from './testing.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('VmSession', () => {
  it('runs a program and tells its start and end as one span', async () => {
    const { worker, events, session } = testSession();
    const running = session.run({ ...runSpec, args: ['a'] });
    expect(session.running?.context).toBe(testContext);
    expect(worker.posted).toEqual([{ type: 'run', context: testContext, program: runSpec.program, args: ['a'] }]);
    worker.end({ exitCode: 3, reason: 'exit' });
    expect(await running).toEqual({ exitCode: 3, reason: 'exit' });
    expect(session.running).toBeUndefined();
    const [start, end] = events.since(0);
    expect(start).toMatchObject({ event_type: EventTypes.ExecutionStart, execution_id: 'e1', session_id: 's1', correlation_id: 'c1', data: { program: '/a.lua', origin: 'run', debug: false } });
    expect(end).toMatchObject({ event_type: EventTypes.ExecutionEnd, causation_id: start!.id, data: { exit_code: 3, reason: 'exit' } });
  });

  it('ends only when all output was taken, and gives credit for what was', async () => {
    const { worker, session } = testSession();
    const taken: string[] = [];
    let release!: () => void;
    session.addOutputReader((piece) => {
      taken.push(Buffer.from(piece.data).toString());
      return taken.length === 1 ? new Promise((resolve) => (release = resolve)) : undefined;
    });
    let ended = false;
    const running = session.run(runSpec).then(() => (ended = true));
    worker.print('one');
    worker.print('two');
    worker.end();
    await settle();
    expect(taken).toEqual(['one']);
    expect(worker.credit).toBe(0);
    expect(ended).toBe(false);
    release();
    await running;
    expect(taken).toEqual(['one', 'two']);
    expect(worker.credit).toBe(6);
  });

  it('gives credit when nobody reads, and when a reader fails', async () => {
    const { worker, session } = testSession();
    const running = session.run(runSpec);
    worker.print('lost');
    expect(worker.credit).toBe(4);
    session.addOutputReader(() => {
      throw new Error('the client is gone');
    });
    session.addOutputReader(() => Promise.reject(new Error('so is this one')));
    worker.print('also');
    worker.end();
    await running;
    expect(worker.credit).toBe(8);
  });

  it('serves host calls, with callbacks into Lua one at a time', async () => {
    const host = hostOf(async (call) => {
      const both = await Promise.all([call.callback({ $function: 7 }, ['a']), call.callback({ $function: 7 }, ['b'])]);
      return [call.name, call.causationId, ...both.flat()];
    });
    const { worker, events, session } = testSession({ host });
    let inCallback = 0;
    worker.onPost = (message) => {
      if (message.type !== 'callback') return;
      expect((inCallback += 1)).toBe(1);
      setImmediate(() => {
        inCallback -= 1;
        worker.say({ type: 'callbackResult', callbackId: message.callbackId, ok: true, value: [`${message.args[0] as string}!`] });
      });
    };
    const running = session.run(runSpec);
    worker.say({ type: 'call', callId: 1, name: 'Agent.x', args: [], position: { call: 0, ticks: 0 } });
    await new Promise<void>((resolve) => {
      const answer = worker.onPost;
      worker.onPost = (message) => (message.type === 'result' ? resolve() : answer(message));
    });
    expect(worker.posted.at(-1)).toEqual({ type: 'result', callId: 1, value: ['Agent.x', events.since(0)[0]!.id, 'a!', 'b!'] });
    worker.end();
    await running;
  });

  it('asks the worker about points of a call, in turn with callbacks, while somebody wants them; time limits wait meanwhile', async () => {
    const point: HostPoint = { filters: ['agent_call'], description: 'before', editable: true, tokens: 0 };
    const clock: string[] = [];
    const host = hostOf(async ({ points, callback, signal, stopTimes }) => {
      const unfollow = stopTimes!.follow({ hold: () => clock.push('hold'), goOn: () => clock.push('go on') });
      const wanted = points!.wants('agent_call');
      const [answer] = await Promise.all([points!.reach(point, signal), callback({ $function: 7 }, [])]);
      unfollow();
      return [wanted, points!.wants('tool_call'), answer.request, await points!.reach(point, AbortSignal.abort())];
    });
    const { worker, session } = testSession({ host });
    const order: string[] = [];
    worker.onPost = (message) => {
      order.push(message.type);
      setImmediate(() => {
        if (message.type === 'point') worker.say({ type: 'pointResult', pointId: message.pointId, answer: { request: { prompt: 'edited' } } });
        if (message.type === 'callback') worker.say({ type: 'callbackResult', callbackId: message.callbackId, ok: true, value: [] });
        if (message.type === 'result') worker.end();
      });
    };
    const running = session.run(runSpec);
    worker.say({ type: 'pointFilters', filters: ['agent_call'] });
    worker.say({ type: 'call', callId: 1, name: 'x', args: [], position: { call: 0, ticks: 0 } });
    await running;
    expect(order).toEqual(['run', 'point', 'callback', 'result']);
    expect(clock).toEqual(['hold', 'go on']);
    expect(worker.posted.at(-1)).toEqual({ type: 'result', callId: 1, value: [true, false, { prompt: 'edited' }, {}] });
  });

  it('tells the clocks of calls when the program stands in the debugger, once however it was stopped', async () => {
    const clock: string[] = [];
    const host = hostOf(async ({ stopTimes, signal }) => {
      stopTimes!.follow({ hold: () => clock.push('hold'), goOn: () => clock.push('go on') });
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve([])));
    });
    const { worker, session } = testSession({ host });
    const running = session.run(runSpec);
    worker.say({ type: 'call', callId: 1, name: 'x', args: [], position: { call: 0, ticks: 0 } });
    for (let round = 0; round < 2; round++) {
      worker.say({ type: 'debugEvent', event: { type: 'stopped', reason: 'pause', thread: 1 } });
      worker.say({ type: 'debugEvent', event: { type: 'stopped', reason: 'pause', thread: 1 } });
      worker.say({ type: 'debugEvent', event: { type: 'continued', thread: 1 } });
      worker.say({ type: 'debugEvent', event: { type: 'continued', thread: 1 } });
    }
    await settle();
    expect(clock).toEqual(['hold', 'go on', 'hold', 'go on']);
    worker.end();
    await running;
  });

  it('gives up on a point when the execution ends there', async () => {
    const failures: string[] = [];
    const host = hostOf(async ({ points, signal }) => {
      await points!.reach({ filters: ['agent_call'], description: 'before', editable: true, tokens: 0 }, signal).catch((error: Error) => failures.push(error.message));
      return [];
    });
    const { worker, session } = testSession({ host });
    void session.run(runSpec);
    worker.say({ type: 'call', callId: 1, name: 'x', args: [], position: { call: 0, ticks: 0 } });
    await settle();
    expect(worker.posted.at(-1)).toMatchObject({ type: 'point', callId: 1 });
    worker.interrupt(1);
    session.interrupt();
    await settle();
    expect(failures).toEqual(['the script was interrupted']);
    worker.end();
  });

  it('answers failures with their code, and refuses results that are no data', async () => {
    const failing = hostOf(async () => {
      throw Object.assign(new Error('no such model'), { code: 'unknown_model' });
    });
    const { worker, session } = testSession({ host: failing });
    void session.run(runSpec);
    worker.say({ type: 'call', callId: 4, name: 'x', args: [], position: { call: 0, ticks: 0 } });
    await settle();
    expect(worker.posted.at(-1)).toEqual({ type: 'failure', callId: 4, error: { code: 'unknown_model', message: 'no such model' } });

    const other = testSession({ host: hostOf(async () => [1]) });
    void other.session.run(runSpec);
    other.worker.onPost = (message) => {
      if (message.type === 'result') throw new DOMException('cannot be cloned', 'DataCloneError');
    };
    other.worker.say({ type: 'call', callId: 5, name: 'x', args: [], position: { call: 0, ticks: 0 } });
    await settle();
    expect(other.worker.posted.at(-1)).toMatchObject({ type: 'failure', callId: 5, error: { code: 'invalid_result' } });
  });

  it('cancels requests in flight when it is interrupted', async () => {
    let reason: unknown;
    const host = hostOf((call) => new Promise((_, reject) => call.signal.addEventListener('abort', () => reject((reason = call.signal.reason) as Error))));
    const { worker, session } = testSession({ host });
    const running = session.run(runSpec);
    worker.say({ type: 'call', callId: 1, name: 'x', args: [], position: { call: 0, ticks: 0 } });
    session.interrupt();
    expect(worker.interrupts).toEqual([Interrupts.Interrupt]);
    expect(reason).toBeInstanceOf(DOMException);
    worker.end({ exitCode: 1, reason: 'interrupted' });
    expect((await running).reason).toBe('interrupted');
    expect(session.alive).toBe(true);
  });

  it('ends a script that does not answer, with its thread', async () => {
    const { worker, session } = testSession();
    const running = session.run(runSpec);
    await session.terminate();
    expect(worker.interrupts).toEqual([Interrupts.Terminate]);
    expect(worker.killed).toBe(true);
    expect(await running).toEqual({ exitCode: 1, reason: 'terminated' });
    expect(session.alive).toBe(false);
    await expect(session.run(runSpec)).rejects.toThrow(/has ended/);
  });

  it('ends a script whose output nobody takes', async () => {
    const { worker, session } = testSession();
    session.addOutputReader(() => new Promise(() => undefined));
    const running = session.run(runSpec);
    worker.print('stuck');
    await session.terminate();
    expect((await running).reason).toBe('terminated');
  });

  it('ends an interrupted script whose output nobody takes, and takes that of the next', async () => {
    const { worker, session } = testSession();
    const leave = session.addOutputReader(() => new Promise(() => undefined));
    const running = session.run(runSpec);
    worker.print('stuck');
    session.interrupt();
    worker.end({ exitCode: 1, reason: 'interrupted' });
    expect((await running).reason).toBe('interrupted');
    leave();
    const next = session.run(runSpec);
    worker.end();
    expect((await next).reason).toBe('done');
  });

  it('says why a worker was lost, to the run and to the debugger', async () => {
    const host = hostOf(async () => []);
    const { worker, events, session } = testSession({ host });
    const lost: string[] = [];
    session.onLost((reason) => lost.push(reason));
    const running = session.run({ ...runSpec, debug: noBreakpoints });
    const request = session.debugRequest('threads', {});
    worker.die('the script worker failed: out of luck');
    expect(await running).toEqual({ exitCode: 1, reason: 'crashed', error: 'the script worker failed: out of luck' });
    await expect(request).rejects.toThrow('out of luck');
    await expect(session.debugRequest('threads', {})).rejects.toThrow('out of luck');
    expect(lost).toEqual(['the script worker failed: out of luck']);
    expect(events.since(0).at(-1)).toMatchObject({ event_type: EventTypes.ExecutionEnd, data: { reason: 'crashed' } });
    expect(host.endedSessions).toEqual(['s1']);
  });

  it('pairs debug requests with their replies', async () => {
    const { worker, session } = testSession();
    void session.run({ ...runSpec, debug: noBreakpoints });
    const first = session.debugRequest('threads', {});
    const second = session.debugRequest('threads', {});
    const [one, two] = worker.posted.filter((message) => message.type === 'debug');
    worker.say({ type: 'debugReply', id: two!.id, ok: true, value: ['second'] });
    worker.say({ type: 'debugReply', id: one!.id, ok: false, error: { code: 'stale_reference', message: 'gone' } });
    await expect(first).rejects.toMatchObject({ code: 'stale_reference', message: 'gone' });
    expect(await second).toEqual(['second']);
  });

  it('tells stops and goes of the debugger once each', async () => {
    const { worker, events, session } = testSession();
    void session.run({ ...runSpec, debug: noBreakpoints });
    worker.say({ type: 'debugEvent', event: { type: 'stopped', reason: 'breakpoint', thread: 1, site: { file: '/a.lua', line: 2 } } });
    expect(session.running?.stopped).toBe(true);
    const going = session.debugRequest('continue', { thread: 1 });
    const { id } = worker.posted.filter((message) => message.type === 'debug').at(-1)!;
    worker.say({ type: 'debugReply', id, ok: true, value: null });
    await going;
    worker.say({ type: 'debugEvent', event: { type: 'continued', thread: 1 } });
    expect(session.running?.stopped).toBe(false);
    expect(events.since(1).map((event) => [event.event_type, event.source?.line])).toEqual([
      [EventTypes.DebugStopped, 2],
      [EventTypes.DebugContinued, undefined],
    ]);
  });

  it('names the key when the time limit is reached', async () => {
    const { worker, session } = testSession({ maxExecutionSeconds: 0.01 });
    const running = session.run(runSpec);
    await new Promise<void>((resolve) => {
      worker.interrupt = () => resolve();
    });
    worker.end({ exitCode: 1, reason: 'interrupted' });
    const end = await running;
    expect(end).toMatchObject({ exitCode: 1, reason: 'error' });
    expect(end.error).toMatch(/max_execution_time_secs = 0.01 .*\[kernel\]/);
  });

  it('takes other limits while it runs', async () => {
    const { worker, session } = testSession();
    const running = session.run(runSpec);
    const interrupted = new Promise<void>((resolve) => {
      worker.interrupt = () => resolve();
    });
    session.limitBy({ ...defaultConfig, file: '/c.toml', outputLimitBytes: 7, kernel: { maxExecutionTimeSeconds: 0.02 } });
    expect(worker.outputLimit).toBe(7);
    await interrupted;
    worker.end({ exitCode: 1, reason: 'interrupted' });
    expect((await running).error).toBe('the script ran longer than max_execution_time_secs = 0.02 under [kernel] in /c.toml allows. Raise it, or set it to 0 for no limit.');
  });

  it('runs one thing at a time', async () => {
    const { session } = testSession();
    void session.run(runSpec);
    await expect(session.run(runSpec)).rejects.toThrow(/already running/);
  });
});
