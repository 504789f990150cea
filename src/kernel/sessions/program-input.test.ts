import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ProgramInput } from './program-input.ts';
import { hostOf, runSpec, testContext, testSession } from './testing.ts';
import type { HostCall } from '../../runtime/host.ts';

const text = async (read: Promise<Uint8Array | null> | undefined): Promise<string | null> => {
  const bytes = await read!;
  return bytes === null ? null : Buffer.from(bytes).toString();
};
const never = new AbortController().signal;

function asked(): { input: ProgramInput; told: number[]; leave: () => void } {
  const input = new ProgramInput((action) => action());
  const told: number[] = [];
  return { input, told, leave: input.addSource((waiting) => void told.push(waiting)) };
}

describe('program input', () => {
  it('is none where nobody can enter it', () => {
    expect(new ProgramInput((action) => action()).read(never)).toBeUndefined();
  });

  it('goes to the newest read, and its source hears how many wait', async () => {
    const { input, told } = asked();
    const [outer, inner] = [input.read(never), input.read(never)];
    input.enter(Buffer.from('in'));
    input.enter(Buffer.from('out'));
    expect(await text(inner)).toBe('in');
    expect(await text(outer)).toBe('out');
    expect(told).toEqual([1, 2, 1, 0]);
  });

  it('ends for good when the end is entered, until the next program begins', async () => {
    const { input } = asked();
    const waiting = input.read(never);
    input.enter(null);
    expect(await text(waiting)).toBeNull();
    expect(await text(input.read(never))).toBeNull();
    input.begin();
    const next = input.read(never);
    input.enter(Buffer.from('x'));
    expect(await text(next)).toBe('x');
  });

  it('ends while its source is gone, and goes on with another one', async () => {
    const { input, leave } = asked();
    const waiting = input.read(never);
    leave();
    expect(await text(waiting)).toBeNull();
    expect(await text(input.read(never))).toBeNull();
    input.addSource(() => undefined);
    const next = input.read(never);
    input.enter(Buffer.from('x'));
    expect(await text(next)).toBe('x');
  });

  it('tells a source that comes later what waits already', () => {
    const { input } = asked();
    void input.read(never);
    const told: number[] = [];
    input.addSource((waiting) => void told.push(waiting));
    expect(told).toEqual([1]);
  });

  it('does not go to a read that was given up', async () => {
    const { input, told } = asked();
    const controller = new AbortController();
    const given = input.read(controller.signal);
    controller.abort();
    await expect(given).rejects.toThrow('given up');
    const next = input.read(never);
    input.enter(Buffer.from('x'));
    expect(await text(next)).toBe('x');
    expect(told).toEqual([1, 0, 1, 0]);
  });
});

describe('a VM session', () => {
  const call = { context: testContext, signal: never } as HostCall;

  it('asks for input after what was written before, and gives up the read with its call', async () => {
    const asking = hostOf((hostCall) => session.readInput(hostCall, undefined)!.then((bytes) => [bytes]));
    const { session, worker } = testSession({ host: asking });
    const seen: string[] = [];
    let taken!: () => void;
    session.addOutputReader(() => {
      seen.push('output');
      return new Promise((resolve) => (taken = resolve));
    });
    session.input.addSource((waiting) => void seen.push(`waiting ${waiting}`));
    const run = session.run(runSpec);
    worker.print('name? ');
    worker.say({ type: 'call', callId: 1, name: '$input.read', args: [], position: { call: 0, ticks: 0 } });
    await Promise.resolve();
    expect(seen).toEqual(['output']);
    taken();
    await expect.poll(() => seen).toEqual(['output', 'waiting 1']);
    worker.say({ type: 'givenUp', callId: 1 });
    await expect.poll(() => seen).toEqual(['output', 'waiting 1', 'waiting 0']);
    await expect.poll(() => worker.posted.at(-1)).toMatchObject({ type: 'failure', callId: 1 });
    worker.end();
    await run;
  });

  it('counts no time that its program waits for input', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { session, worker } = testSession({ maxExecutionSeconds: 1 });
    session.input.addSource(() => undefined);
    void session.run(runSpec);
    const reading = session.readInput(call, undefined)!;
    vi.advanceTimersByTime(3_600_000);
    expect(worker.interrupts).toEqual([]);
    session.input.enter(Buffer.from('x'));
    expect(await text(reading)).toBe('x');
    vi.advanceTimersByTime(999);
    expect(worker.interrupts).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(worker.interrupts).toHaveLength(1);
    worker.end();
  });

  it('prefers a terminal', async () => {
    const { session } = testSession();
    session.input.addSource(() => undefined);
    expect(await text(session.readInput(call, async () => Buffer.from('typed')))).toBe('typed');
  });
});
