import { beforeEach, describe, expect, test } from 'vitest';
import type { FromWorker } from '../common/wire.ts';
import { OUTPUT_CREDIT } from '../common/wire.ts';
import { LuaInterrupt } from './engine/engine.ts';
import type { Mailbox } from './mailbox.ts';
import { OutputStream } from './output.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const line = (number: number) => ({ file: '/a.lua', line: number });

describe('program output', () => {
  let posted: string[];
  let inFlight: number;
  let waits: number;
  let ticks: number[];
  let outputLimit: number;
  let isHeld: boolean;
  let stream: OutputStream;
  beforeEach(() => {
    posted = [];
    inFlight = 0;
    waits = 0;
    ticks = [];
    outputLimit = 0;
    isHeld = false;
    const mailbox = {
      post: (message: FromWorker) => message.type === 'output' && posted.push(`${message.category}:${message.site?.line}:${Buffer.from(message.data).toString()}`),
      addOutputInFlight: (count: number) => (inFlight += count),
      get outputInFlight() {
        return inFlight;
      },
      get outputLimit() {
        return outputLimit;
      },
      waitUntil(satisfied: () => boolean) {
        waits++;
        while (!satisfied()) inFlight = 0;
      },
    } as unknown as Mailbox;
    stream = new OutputStream(mailbox, { tickIn: (count) => ticks.push(count), serveWaiting: () => undefined, get isHeld() { return isHeld; } });
  });

  test('goes at once after a pause; what follows closely is put together, in order, until it is flushed', () => {
    stream.write('stdout', bytes('a'), line(1));
    expect(posted).toEqual(['stdout:1:a']);
    stream.write('stdout', bytes('b'), line(1));
    stream.write('stdout', bytes('c'), line(1));
    expect(posted).toHaveLength(1);
    expect(ticks.length).toBeGreaterThan(0);
    stream.flush();
    expect(posted).toEqual(['stdout:1:a', 'stdout:1:bc']);
  });

  test('of another category or line is a piece of its own', () => {
    stream.write('stdout', bytes('a'), line(1));
    stream.write('stdout', bytes('b'), line(1));
    stream.write('stderr', bytes('c'), line(1));
    stream.write('stderr', bytes('d'), line(2));
    stream.flush();
    expect(posted).toEqual(['stdout:1:a', 'stdout:1:b', 'stderr:1:c', 'stderr:2:d']);
  });

  test('waits while too much of it is undelivered', () => {
    const piece = new Uint8Array(64 * 1024);
    for (let written = 0; written <= OUTPUT_CREDIT + piece.length; written += piece.length) stream.write('stdout', piece, undefined);
    expect(waits).toBe(1);
  });

  test('ends at the limit of the execution: what fits is written, and the next execution begins anew', () => {
    outputLimit = 5;
    stream.write('stdout', bytes('abc'), line(1));
    expect(() => stream.write('stderr', bytes('defg'), line(2))).toThrow(LuaInterrupt);
    expect(() => stream.write('stdout', bytes('h'), line(3))).toThrow(expect.objectContaining({ reason: 'output' }));
    expect(posted).toEqual(['stdout:1:abc', 'stderr:2:de']);
    stream.begin();
    stream.write('stdout', bytes('fresh'), line(1));
    stream.flush();
    expect(posted.at(-1)).toBe('stdout:1:fresh');
  });

  test('counts nothing while the program stands in the debugger, and follows a limit that changes', () => {
    outputLimit = 4;
    isHeld = true;
    stream.write('stdout', bytes('a long answer'), line(1));
    isHeld = false;
    stream.write('stdout', bytes('four'), line(1));
    outputLimit = 8;
    stream.write('stdout', bytes('more'), line(1));
    expect(() => stream.write('stdout', bytes('!'), line(1))).toThrow(LuaInterrupt);
    outputLimit = 0;
    stream.write('stdout', bytes('and so on'), line(1));
  });

  test('of nothing is nothing', () => {
    stream.write('stdout', new Uint8Array(0), undefined);
    stream.flush();
    expect(posted).toEqual([]);
  });
});
