// npm ci refuses a lock file that leaves out an optional package of another platform; and npm itself writes such files.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** @typedef {Record<string, { dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }>} Packages */

const FILES = ['package-lock.json', 'test/harness/package-lock.json'];

/** Where Node would look for `name` from the package at `path`. @param {string} path @param {string} name */
function* places(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    yield `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (folder === '') return;
  }
}

/** @param {Packages} packages */
const missing = (packages) =>
  Object.entries(packages).flatMap(([path, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => [...places(path, name)].every((place) => !(place in packages)))
      .map((name) => `${path || 'the product'} needs ${name}`),
  );

it.each(FILES)('%s holds every package that another one names, those of other platforms too', (file) => {
  const { packages } = /** @type {{ packages: Packages }} */ (JSON.parse(readFileSync(file, 'utf8')));
  expect(missing(packages)).toEqual([]);
  const [path, { optionalDependencies = {} }] = Object.entries(packages).find(([, each]) => each.optionalDependencies !== undefined) ?? ['', {}];
  const [name = ''] = Object.keys(optionalDependencies);
  const without = Object.fromEntries(Object.entries(packages).filter(([place]) => !place.endsWith(`node_modules/${name}`)));
  expect(missing(without)).toContain(`${path || 'the product'} needs ${name}`);
});
