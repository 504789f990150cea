import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { absolute, isWithin, pathKey, realPath } from './paths.ts';

let folder: string;
beforeAll(() => {
  folder = realPath(mkdtempSync(join(tmpdir(), 'llmspell-paths-')));
  mkdirSync(join(folder, 'real', 'deep'), { recursive: true });
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'real', 'a.lua'), '');
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('paths', () => {
  it('gives one key to all spellings of a file', () => {
    const plain = pathKey(join(folder, 'real', 'a.lua'));
    expect(pathKey(`${folder}/real/deep/../a.lua`)).toBe(plain);
    expect(pathKey(join(folder, 'link', 'a.lua'))).toBe(plain);
    expect(pathKey(join(folder, 'real', 'b.lua'))).not.toBe(plain);
  });

  it('resolves the existing part of a path that does not exist', () => {
    expect(realPath(join(folder, 'link', 'new', 'file.lua'))).toBe(join(folder, 'real', 'new', 'file.lua'));
  });

  it('loses nothing of a path that does not exist, relative ones included', () => {
    const here = realPath(process.cwd());
    expect(realPath('no-such.lua')).toBe(join(here, 'no-such.lua'));
    expect(realPath('/no-such.lua')).toBe('/no-such.lua');
    const segment = fc.stringMatching(/^[a-z]{1,8}$/).map((text) => `no-such-${text}`);
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.constantFrom('', './', `${folder}/link/`, '/'), (segments, head) => {
        const path = `${head}${segments.join('/')}`;
        const whole = head === '/' ? head : head.endsWith('/link/') ? `${folder}/real/` : `${here}/`;
        expect(realPath(path)).toBe(`${whole}${segments.join('/')}`);
      }),
    );
  });

  it('compares Windows paths without regard to case, slashes and drive letters', () => {
    expect(pathKey('C:\\Spells\\A.lua', 'win32')).toBe(pathKey('c:/spells/x/../a.LUA', 'win32'));
  });

  it('makes paths absolute from the given folder', () => {
    expect(absolute('../x.lua', '/a/b')).toBe('/a/x.lua');
    expect(absolute('/y.lua', '/a/b')).toBe('/y.lua');
  });

  it('sees through links and dots when it guards a folder', () => {
    expect(isWithin(join(folder, 'real', 'a.lua'), join(folder, 'link'))).toBe(true);
    expect(isWithin(`${folder}/real/../other/a.lua`, join(folder, 'real'))).toBe(false);
    expect(isWithin(join(folder, 'really'), join(folder, 'real'))).toBe(false);
    expect(isWithin(join(folder, 'real'), join(folder, 'real'))).toBe(true);
    expect(isWithin('/etc/passwd', '/')).toBe(true);
  });

  it('notices when a file that was inside becomes a link to the outside', () => {
    const path = join(folder, 'real', 'turncoat');
    writeFileSync(path, '');
    expect(isWithin(path, join(folder, 'real'))).toBe(true);
    rmSync(path);
    symlinkSync(join(folder, 'other'), path);
    expect(isWithin(path, join(folder, 'real'))).toBe(false);
  });
});
