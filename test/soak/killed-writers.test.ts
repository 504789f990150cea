// The same many times: a hundred kernels killed in the middle of writes.
import { afterAll, expect, it } from 'vitest';
import { killRestores, killWriters } from '../support/killed-writers.ts';
import { Sandbox } from '../support/processes.ts';

const box = new Sandbox();
afterAll(() => box.dispose());

it('kernels that are killed while they write lose nothing that they have said is kept', async () => {
  const { lost, damaged, acknowledged, counted } = await killWriters(box, 25, 4);
  expect({ lost, damaged }).toEqual({ lost: [], damaged: 0 });
  expect(counted).toBeGreaterThanOrEqual(acknowledged);
});

it('kernels that are killed while they restore have restored all or nothing', async () => {
  expect(new Set(await killRestores(box, 20))).toEqual(new Set(['300\t1']));
});
