// What a script was told is kept is there afterwards, though its kernel is killed in the middle of writes, with others at work on the same store.
import { afterAll, describe, expect, it } from 'vitest';
import { killRestores, killWriters } from '../support/killed-writers.ts';
import { Sandbox } from '../support/processes.ts';

describe('kernels that are killed while they write', () => {
  const box = new Sandbox();
  afterAll(() => box.dispose());

  it('lose nothing that they have said is kept', async () => {
    const { lost, damaged, acknowledged, counted } = await killWriters(box, 2, 3);
    expect({ lost, damaged }).toEqual({ lost: [], damaged: 0 });
    expect(acknowledged).toBeGreaterThanOrEqual(18);
    expect(counted).toBeGreaterThanOrEqual(acknowledged);
  });

  it('have restored a backup whole, or not at all', async () => {
    expect(await killRestores(box, 2)).toEqual(['300\t1', '300\t1']);
  });
});
