import { expect, it } from 'vitest';
import { OutputQueue, type OutputPiece } from './output-queue.ts';

const piece = (text: string): OutputPiece => ({ category: 'stdout', data: Buffer.from(text) });

it('does what stands between two pieces after the first was taken, however slow its reader', async () => {
  const done: string[] = [];
  let take!: () => void;
  const taken = new Promise<void>((resolve) => {
    take = resolve;
  });
  const queue = new OutputQueue(() => undefined);
  queue.addReader(async ({ data }) => {
    await taken;
    done.push(Buffer.from(data).toString());
  });
  queue.push(piece('one'));
  queue.push(piece('two'));
  queue.inOrder(() => done.push('stop'));
  queue.push(piece('three'));
  expect(done).toEqual([]);
  take();
  await queue.drained();
  expect(done).toEqual(['one', 'two', 'stop', 'three']);
});
