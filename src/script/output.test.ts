import { beforeEach, describe, expect, test } from 'vitest';
import type { FromWorker } from '../common/wire.ts';
import { OUTPUT_CREDIT } from '../common/wire.ts';
import type { Mailbox } from './mailbox.ts';
import { OutputStream } from './output.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const line = (number: number) => ({ file: '/a.lua', line: number });

describe('program output', () => {
  let posted: string[];
  let inFlight: number;
  let waits: number;
  let ticks: number[];
  let stream: OutputStream;
  beforeEach(() => {
    posted = [];
    inFlight = 0;
    waits = 0;
    ticks = [];
    const mailbox = {
      post: (message: FromWorker) => message.type === 'output' && posted.push(`${message.category}:${message.site?.line}:${Buffer.from(message.data).toString()}`),
      addOutputInFlight: (count: number) => (inFlight += count),
      get outputInFlight() {
        return inFlight;
      },
      waitUntil(satisfied: () => boolean) {
        waits++;
        while (!satisfied()) inFlight = 0;
      },
    } as unknown as Mailbox;
    stream = new OutputStream(mailbox, { tickIn: (count) => ticks.push(count), serveWaiting: () => undefined });
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

  test('of nothing is nothing', () => {
    stream.write('stdout', new Uint8Array(0), undefined);
    stream.flush();
    expect(posted).toEqual([]);
  });
});
