// The notices name every package of which code is in the .vsix, with its licence.
import { describe, expect, it } from 'vitest';
import { bundledPackages, thirdPartyNotices } from './notices.mjs';

/** @param {Record<string, number>} bytes file to bytes in the output @returns {import('esbuild').Metafile} */
function metafile(bytes) {
  const inputs = Object.fromEntries(Object.entries(bytes).map(([file, bytesInOutput]) => [file, { bytesInOutput }]));
  return { inputs: {}, outputs: { 'dist/kernel.mjs': { bytes: 0, inputs, imports: [], exports: [] } } };
}

describe('third-party notices', () => {
  it('finds the packages that left something in a bundle, also scoped and nested ones', () => {
    const found = bundledPackages(
      metafile({
        'node_modules/zod/index.js': 10,
        'node_modules/@ai-sdk/openai/dist/index.mjs': 10,
        'node_modules/a/node_modules/b/index.js': 10,
        'node_modules/shaken-away/index.js': 0,
        'src/kernel/main.ts': 10,
      }),
    );
    expect(found).toEqual(['zod', '@ai-sdk/openai', 'b']);
  });

  it('quotes their licences, and those of what is inside the native binary', () => {
    const text = thirdPartyNotices([metafile({ 'node_modules/commander/index.js': 10 })]);
    expect(text).toMatch(/^ {2}commander \d+\.\d+\.\d+ \(MIT\)$/m);
    expect(text).toContain('TJ Holowaychuk');
    for (const name of ['zeromq', 'libzmq', 'libsodium', 'fengari', 'lmdb', 'liblmdb', 'lz4', 'weak-lru-cache']) expect(text).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
    expect(text).not.toContain('llmspell authors');
  });
});
