import { describe, expect, it } from 'vitest';
import { TimerBook } from './timer-book.ts';

describe('the timers of a script', () => {
  it('forget the oldest that was stopped, never one that runs while another was', () => {
    const book = new TimerBook();
    const running = book.start('running', 0);
    const stopped = book.start('stopped', 0);
    book.stop(stopped, 0);
    for (let i = 0; i < 999; i++) book.start('more', 0);
    expect([book.get(running.id) === running, book.get(stopped.id), book.timers.length]).toEqual([true, undefined, 1000]);
    book.start('one more', 0);
    expect([book.get(running.id), book.timers.length]).toEqual([undefined, 1000]);
  });

  it('are added up by their names, also those that were forgotten', () => {
    const book = new TimerBook();
    for (let i = 0; i < 1500; i++) book.stop(book.start('call', 0), 0);
    const totals = book.totalsOf('call')!;
    expect([totals.count, totals.shortestMs <= totals.longestMs, totals.totalMs >= totals.longestMs, book.names]).toEqual([1500, true, true, ['call']]);
  });

  it('keep bounded notes', () => {
    const timer = new TimerBook().start('t', 0);
    for (let i = 0; i < 10_001; i++) {
      timer.lap('l');
      timer.note('e', undefined);
    }
    expect([timer.laps.length, timer.events.length]).toEqual([10_000, 10_000]);
  });

  it('stand still once they were stopped', () => {
    const book = new TimerBook();
    const timer = book.start('t', 5);
    book.stop(timer, 9);
    const { elapsedMs } = timer;
    expect([timer.running, timer.elapsedMs === elapsedMs, timer.startBytes, timer.endBytes]).toEqual([false, true, 5, 9]);
  });
});
