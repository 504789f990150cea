/** Every function of the Lua API as a script meets it: its documented result, and the message of a wrong call. The cases lie in `cases/`. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiCase, CaseModule, GivesCase, WrongCase } from './case.ts';
import { openCaseVm, type CaseRun, type CaseVm } from './case-vm.ts';
import { missingCases } from './completeness.ts';
import { buildProduct, type BuiltProduct } from './product.ts';

const folder = new URL('cases/', import.meta.url);
const modules = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map(async (file) => ({ id: file.replace(/\.ts$/, ''), ...((await import(new URL(file, folder).href)) as CaseModule) })),
);

let built: BuiltProduct;
beforeAll(async () => {
  built = await buildProduct();
});
afterAll(() => built.remove());

it('has cases for every function of the description, and for no other', () => {
  const all = modules.flatMap(({ cases }) => Object.entries(cases));
  expect(new Set(all.map(([name]) => name)).size, 'a function has cases in two modules').toBe(all.length);
  expect(missingCases(Object.fromEntries(all))).toEqual([]);
});

describe.each(modules.map((module) => [module.id, module] as const))('%s', (_id, { cases, scene = {} }) => {
  let vm: CaseVm;
  beforeAll(async () => {
    vm = await openCaseVm(built.product, scene);
  });
  afterAll(() => vm.close());

  for (const [name, list] of Object.entries(cases)) {
    it.each(list.map((apiCase) => [titleOf(apiCase), apiCase] as const))(`${name}: %s`, async (_title, apiCase) => {
      const run = await vm.run('lua' in apiCase ? apiCase.lua : apiCase.wrong, apiCase.fresh);
      if ('lua' in apiCase) expectGiven(run, apiCase);
      else expectRefused(run, apiCase);
    });
  }
});

const titleOf = (apiCase: ApiCase): string => ('lua' in apiCase ? apiCase.lua : apiCase.wrong).replace(/\s+/g, ' ');

function expectGiven({ end, stdout, stderr }: CaseRun, { gives, prints, logs }: GivesCase): void {
  expect(end.error).toBeUndefined();
  expectText(end.result ?? '', gives);
  if (prints !== undefined) expectText(stdout, prints);
  if (logs !== undefined) expectText(stderr, logs);
}

/** Lua puts the place of the call before the message, and the traceback behind it. */
const PLACE = /^<folder>\/case\.lua:\d+: /;

function expectRefused({ end }: CaseRun, { says }: WrongCase): void {
  const message = end.error?.split('\nstack traceback:')[0] ?? `no error, but ${end.result ?? 'nothing'}`;
  expect(message).toMatch(PLACE);
  expectText(message.replace(PLACE, ''), says);
}

function expectText(text: string, expected: string | RegExp): void {
  if (typeof expected === 'string') expect(text).toBe(expected);
  else expect(text).toMatch(expected);
}
