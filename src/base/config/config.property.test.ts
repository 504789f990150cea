import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { expect, it } from 'vitest';
import { settings } from './describe.ts';
import { parseConfig, type LoadedConfig } from './load.ts';
import { ConfigError, type ConfigProblem } from './problem.ts';
import { ANY_NAME, allKeys } from './schema/walk.ts';
import { tomlKey, tomlValue } from './toml-text.ts';

async function outcome(text: string): Promise<{ loaded?: LoadedConfig; problems: readonly ConfigProblem[] }> {
  try {
    const loaded = await parseConfig('/c.toml', text);
    return { loaded, problems: [...loaded.warnings, ...loaded.notices] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: error.problems };
  }
}

/** What may be said of any text: no crash, and each finding stands on a line of the file. */
async function holds(text: string): Promise<void> {
  const { loaded, problems } = await outcome(text);
  const count = text.split(/\r\n|\n|\r/).length;
  for (const problem of problems) {
    expect(problem.file).toBe('/c.toml');
    expect(problem.line, `${problem.message} in ${JSON.stringify(text)}`).toBeGreaterThanOrEqual(1);
    expect(problem.line).toBeLessThanOrEqual(count);
  }
  if (loaded === undefined) expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
  else expect(() => JSON.stringify(settings(loaded))).not.toThrow();
}

const keys = allKeys();
const name = fc.oneof(fc.constantFrom('x', 'my-llm', 'a.b', '', '__proto__', 'constructor', 'toString', 'ä "q"'), fc.string({ maxLength: 6, unit: 'grapheme' }));
const value = fc.oneof(
  fc.constantFrom<unknown>(true, false, 0, -1, 1.5, 1e300, '', 'openai', 'redis', 'memory', '1GB', 'debug', [], {}, [1, 'a'], ['a'], new Date(0), { a: { b: 1 } }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

/** A document of known and unknown keys with right and wrong values. */
const document = fc.array(fc.tuple(fc.constantFrom(...keys), name, value, fc.boolean()), { maxLength: 8 }).map((entries) => {
  const tree: Record<string, unknown> = {};
  for (const [key, chosen, given, misspelt] of entries) {
    const path = key.path.map((part) => (part === ANY_NAME ? chosen : part));
    if (misspelt) path[path.length - 1] = `${path.at(-1)}${chosen}`;
    let table = tree;
    for (const part of path.slice(0, -1)) {
      if (!Object.hasOwn(table, part) || typeof table[part] !== 'object' || Array.isArray(table[part]) || table[part] instanceof Date) Object.defineProperty(table, part, { value: {}, enumerable: true, writable: true, configurable: true });
      table = table[part] as Record<string, unknown>;
    }
    Object.defineProperty(table, path.at(-1)!, { value: given, enumerable: true, writable: true, configurable: true });
  }
  return tree;
});

it('no document crashes the loader, and every finding has its line', async () => {
  await fc.assert(fc.asyncProperty(document, async (tree) => holds(stringify(tree))), { numRuns: 150 });
});

it('no key of a wrong type crashes the loader', async () => {
  const values = [true, 1.5, -1, 'x', [], [1], [[]], {}, { a: 1 }, new Date(0)];
  for (const [index, { path }] of keys.entries()) {
    const given = values[index % values.length];
    await holds(stringify(path.reduceRight<unknown>((inner, part) => ({ [part === ANY_NAME ? 'x' : part]: inner }), given)));
  }
  // These are read before the whole is checked.
  for (const given of values) {
    await holds(stringify({ profile: given }));
    await holds(stringify({ profile: { extends: given } }));
    await holds(stringify({ providers: given }));
    await holds(stringify({ providers: { providers: given } }));
    await holds(stringify({ providers: { x: given, providers: { x: { model: 'a' } } } }));
  }
});

it('tells a wrong type also where another provider is lifted upon it, and where profiles are named', async () => {
  const messages = async (text: string) => (await outcome(text)).problems.map(({ line, severity, message }) => `${line} ${severity}: ${message}`);
  expect(await messages('[profile]\nextends = true\n')).toEqual(['2 error: profile.extends: expected text or list of texts']);
  expect(await messages('[providers]\nx = 1\n[providers.providers.x]\nmodel = "a"\n')).toContainEqual(expect.stringMatching(/^2 error: providers\.x: /));
});

it('no text crashes the loader', async () => {
  const piece = fc.constantFrom('[', ']', '"', '"""', "'''", '=', '#', '\n', '\r\n', '.', '{', '}', ',', 'kernel', 'port', 'providers', 'x', ' ', '1', 'true', '\\', '\u0000', '\uD800', '__proto__');
  const text = fc.oneof(fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')), fc.string({ unit: 'binary', maxLength: 40 }));
  await fc.assert(fc.asyncProperty(text, holds), { numRuns: 300 });
});

it('values that are written as TOML are read as they were', async () => {
  const json = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.string({ unit: 'grapheme' }), fc.boolean(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 4 }), tie('value'), { maxKeys: 3, noNullPrototype: true })),
  })).value;
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), json, async (key, given) => {
      const { config } = await parseConfig('/c.toml', `[metadata]\n${tomlKey(key)} = ${tomlValue(given)}\n`);
      expect((config.raw['metadata'] as Record<string, unknown>)[key]).toEqual(given);
    }),
    { numRuns: 100 },
  );
});
