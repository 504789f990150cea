import { describe, expect, it } from 'vitest';
import type { ActiveCall, FunctionBody } from '../engine/engine.ts';
import { foldedStacks } from './folded.ts';
import { Sampler } from './sampler.ts';
import { MAX_DEPTH } from './stack-weights.ts';

const body = (id: number, source = '@/spells/main.lua'): FunctionBody => ({ id, source, lineDefined: id }) as FunctionBody;
const main = body(0);
const names = { nameOf: ({ id }: FunctionBody) => (id === 2 ? 'inner' : undefined), folder: '/spells' };

function scene() {
  let now = 0;
  let calls: readonly ActiveCall[] = [];
  const pulses: string[] = [];
  const sampler = new Sampler({
    engine: { activeCalls: (limit) => calls.slice(0, limit) },
    now: () => now,
    pulse: (intervalMs) => (pulses.push(`every ${intervalMs}`), () => void pulses.push('ended')),
  });
  const folded = () => foldedStacks(sampler.profile()?.stacks ?? [], names);
  return { sampler, pulses, folded, at: (time: number, ...stack: ActiveCall[]) => ((now = time), (calls = stack)) };
}
const call = (of: FunctionBody, line: number): ActiveCall => ({ body: of, line });

describe('the sampler', () => {
  it('weighs stacks with the time since the last sample, from the outermost call to the innermost', () => {
    const { sampler, at, folded } = scene();
    sampler.start(1);
    at(2, call(body(2), 20), call(main, 1));
    sampler.look();
    at(5, call(main, 2));
    sampler.look();
    at(6, call(main, 2));
    expect(sampler.stop()).toBe(true);
    expect(folded()).toEqual(['main chunk (main.lua:1);inner (main.lua:20) 2000', 'main chunk (main.lua:2) 4000']);
    expect(sampler.profile()).toMatchObject({ samples: 3, intervalMs: 1, durationMs: 6, isRunning: false });
  });

  it('takes no samples closer than half an interval, however often it is called', () => {
    const { sampler, at } = scene();
    sampler.start(10);
    for (const time of [1, 2, 4.9, 5, 6, 9.9, 10]) {
      at(time, call(main, 1));
      sampler.look();
    }
    expect(sampler.profile()!.samples).toBe(3); // 5, 10, and the one of this question
  });

  it('puts what the program waits for above the line that asked, and callbacks as Lua', () => {
    const { sampler, at, folded } = scene();
    sampler.start(1);
    at(1, call(main, 3));
    sampler.waiting('Agent.execute', () => {
      at(11, call(main, 3));
      sampler.calledBack(() => at(14, call(body(7), 70), call(main, 3)));
      at(20, call(main, 3));
    });
    at(21, call(main, 4));
    sampler.stop();
    expect(folded()).toEqual([
      'main chunk (main.lua:3) 1000',
      'main chunk (main.lua:3);[waiting for Agent.execute] 16000',
      'main chunk (main.lua:3);function <main.lua:7> (main.lua:70) 3000',
      'main chunk (main.lua:4) 1000',
    ]);
  });

  it('does nothing while it is off', () => {
    const { sampler, pulses, folded } = scene();
    sampler.look();
    expect(sampler.waiting('x', () => 5)).toBe(5);
    expect([sampler.stop(), sampler.profile(), folded(), pulses]).toEqual([false, undefined, [], []]);
  });

  it('has one pulse while it runs, and keeps the recording until the next one', () => {
    const { sampler, at, pulses, folded } = scene();
    sampler.start(1);
    sampler.start(2);
    at(2, call(main, 1));
    sampler.stop();
    expect(pulses).toEqual(['every 1', 'ended', 'every 2', 'ended']);
    expect(folded()).toHaveLength(1);
    sampler.start(1);
    expect(folded()).toEqual(['main chunk (main.lua:1) 0']);
  });

  it('cuts stacks at their root', () => {
    const { sampler, at, folded } = scene();
    sampler.start(1);
    at(1, ...Array.from({ length: MAX_DEPTH + 5 }, () => call(body(2), 20)), call(main, 1));
    sampler.stop();
    expect(folded()[0]).toMatch(/^\[more\];(inner \(main\.lua:20\);?){256} 1000$/);
  });

  it('names text without a file by its beginning, and keeps its semicolons apart from those of the stack', () => {
    const { sampler, at, folded } = scene();
    sampler.start(1);
    at(1, call(body(9, 'return 1; -- a chunk of text that is rather long'), 1), call(body(8, '=cell'), 1), call(body(0, '@/other/lib.lua'), 4), call(main, 1));
    sampler.stop();
    expect(folded()).toEqual(['main chunk (main.lua:1);main chunk (/other/lib.lua:4);function <cell:8> (cell:1);function <[string "return 1, -- a chunk of text t..."]:9> ([string "return 1, -- a chunk of text t..."]:1) 1000']);
  });
});
