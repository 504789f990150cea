import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ATTRIBUTES, wrongAttribute } from './attributes.ts';

it.each<[configuration: Record<string, unknown>, sentence: string]>([
  [{ request: 'lunch', name: 'x' }, '`request` is "lunch" in the debug configuration "x": it must be "launch" or "attach".'],
  [{}, '`request` is missing'],
  [{ request: 'launch', program: 5 }, '`program` is 5 in the debug configuration: it must be a text.'],
  [{ request: 'launch', args: [1] }, '`args` is [1] in the debug configuration: it must be a list of texts, or one text'],
  [{ request: 'launch', env: { A: 1 } }, '`env` is {"A":1}'],
  [{ request: 'launch', env: ['A'] }, 'an object of texts (null takes a variable away)'],
  [{ request: 'launch', stopOnEntry: 'yes' }, '`stopOnEntry` is "yes" in the debug configuration: it must be true or false.'],
  [{ request: 'launch', console: 'externalTerminal' }, 'it must be "internalConsole" or "integratedTerminal".'],
  [{ request: 'launch', skipFiles: '**/pl/**' }, 'it must be a list of texts.'],
  [{ request: 'attach', port: 'x' }, '`port` is "x" in the debug configuration: it must be a port, 1 to 65535.'],
  [{ request: 'attach', port: 70_000 }, '1 to 65535'],
  [{ request: 'attach', host: 1 }, '`host` is 1'],
  [{ request: 'attach', connectionFile: 'x'.repeat(100).split('') }, '…'],
])('refuses %j', (configuration, sentence) => {
  expect(wrongAttribute(configuration)).toContain(sentence);
});

it.each<Record<string, unknown>>([
  { request: 'launch', program: '/a.lua', args: ['a'], env: { A: 'b', C: null }, stopOnEntry: true, console: 'integratedTerminal', skipFiles: [], unknown: 1 },
  { request: 'launch', args: 'a "b c"', config: null },
  { request: 'attach', port: 9556 },
  { request: 'attach', port: '9556', connectionFile: '/k.json', session: 's' },
])('takes %j', (configuration) => {
  expect(wrongAttribute(configuration)).toBeUndefined();
});

it('are those that package.json offers in launch.json, each explained', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    contributes: { debuggers: { configurationAttributes: Record<string, { properties: Record<string, { description?: string; markdownDescription?: string; default?: unknown }> }> }[] };
  };
  const { configurationAttributes } = manifest.contributes.debuggers[0]!;
  for (const request of ['launch', 'attach'] as const) {
    const described = configurationAttributes[request]!.properties;
    expect(Object.keys(described).sort()).toEqual(Object.keys(ATTRIBUTES[request]).sort());
    for (const [name, property] of Object.entries(described)) {
      expect(`${property.description ?? property.markdownDescription ?? ''}`.length, name).toBeGreaterThan(20);
      if (property.default !== undefined && !JSON.stringify(property.default).includes('$')) expect(wrongAttribute({ request, [name]: property.default }), name).toBeUndefined();
    }
  }
});
