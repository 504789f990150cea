/** Walks several lists of records that are each in the order of their keys: what backups bring back that stand on one another, and what has changed. */
import { compareKeys } from '../../store/key-order.ts';
import type { BackupRecord } from './records.ts';

export type RecordPages = AsyncIterable<readonly BackupRecord[]>;

/** One list, at its present record. Waits only between pages. */
class Cursor {
  head: BackupRecord | undefined;
  private readonly pages: AsyncIterator<readonly BackupRecord[]>;
  private page: readonly BackupRecord[] = [];
  private at = 0;

  constructor(pages: RecordPages) {
    this.pages = pages[Symbol.asyncIterator]();
  }

  async advance(): Promise<void> {
    while (this.at >= this.page.length) {
      const next = await this.pages.next();
      if (next.done) {
        this.head = undefined;
        return;
      }
      [this.page, this.at] = [next.value, 0];
    }
    this.head = this.page[this.at++];
  }

  async close(): Promise<void> {
    await this.pages.return?.();
  }
}

/** All that is there, in order, when later layers say what has changed of the earlier ones. */
export async function* overlay(layers: readonly RecordPages[]): AsyncGenerator<readonly [string, Uint8Array]> {
  const cursors = layers.map((pages) => new Cursor(pages));
  try {
    for (const cursor of cursors) await cursor.advance();
    for (;;) {
      const key = smallest(cursors);
      if (key === undefined) return;
      let value: Uint8Array | undefined;
      for (const cursor of cursors) {
        if (cursor.head?.[0] !== key) continue;
        value = cursor.head[1];
        await cursor.advance();
      }
      if (value !== undefined) yield [key, value];
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

const smallest = (cursors: readonly Cursor[]): string | undefined =>
  cursors.reduce<string | undefined>((least, { head }) => (head !== undefined && (least === undefined || compareKeys(head[0], least) < 0) ? head[0] : least), undefined);

/** What turns the content `before` into the content `now`. */
export async function* changesBetween(before: AsyncIterable<readonly [string, Uint8Array]>, now: AsyncIterable<readonly [string, Uint8Array]>): AsyncGenerator<BackupRecord> {
  const old = before[Symbol.asyncIterator]();
  try {
    let known = await old.next();
    for await (const [key, value] of now) {
      for (; !known.done && compareKeys(known.value[0], key) < 0; known = await old.next()) yield [known.value[0], undefined];
      const same = !known.done && known.value[0] === key ? known.value : undefined;
      if (same === undefined || Buffer.compare(same[1], value) !== 0) yield [key, value];
      if (same !== undefined) known = await old.next();
    }
    for (; !known.done; known = await old.next()) yield [known.value[0], undefined];
  } finally {
    await old.return?.();
  }
}
