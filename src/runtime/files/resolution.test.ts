/** Whatever path a script writes: it gets what the system would give, when that lies in an allowed folder, and a refusal otherwise. */
import { constants, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies } from '../sandbox/policy.ts';
import { configWith, context } from '../testing.ts';
import type { Disk } from './disk/disk.ts';
import { linuxDisk } from './disk/linux.ts';
import { portableDisk } from './disk/portable.ts';
import { Refused } from './failures.ts';
import { ScriptFiles } from './script-files.ts';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-resolution-')));
  for (const folder of ['in/a/b', 'in/c', 'out/a/b', 'also/x']) {
    mkdirSync(join(root, folder), { recursive: true });
    for (let path = folder; path !== '.'; path = join(path, '..')) writeFileSync(join(root, path, 'f'), `content of ${join(path, 'f')}`);
  }
  const links: Record<string, string> = {
    'in/self': '.', 'in/up': '..', 'in/deep': 'a/b', 'in/away': '../out', 'in/a/out': '../../out/a', 'in/c/back': '../../in/a', 'in/whole': join(root, 'out'), 'in/nothing': 'not/there', 'in/circle': 'circle',
    'in/file': 'a/f', 'in/secret': '../out/f', 'in/new': '../out/made', 'out/in': '../in', 'also/in': '../in', 'in/chain': 'away/in/c',
  };
  for (const [link, target] of Object.entries(links)) symlinkSync(target, join(root, link));
});
afterAll(() => rmSync(root, { recursive: true }));

const part = fc.constantFrom('a', 'b', 'c', 'f', '..', '..', '.', '', 'self', 'up', 'deep', 'away', 'out', 'back', 'whole', 'nothing', 'circle', 'file', 'secret', 'new', 'in', 'chain', 'x');
const anyPath = fc.tuple(fc.constantFrom('', 'in/', 'in/a/', 'also/'), fc.array(part, { maxLength: 6 }), fc.boolean()).map(([start, parts, whole]) => `${whole ? `${root}/` : ''}${start}${parts.join('/')}`);

const realOf = (path: string): string | undefined => {
  try {
    // Node's own realpath takes `..` by the text; the system does not.
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
};
const isInside = (path: string): boolean => path === join(root, 'in') || path.startsWith(`${join(root, 'in')}/`);

describe.each<[string, Disk]>([['linux', linuxDisk], ['portable', portableDisk]])('on the disk "%s"', (name, disk) => {
  const files = (): ScriptFiles => new ScriptFiles(policies(configWith([], [join(root, 'in')]), [])(context({ cwd: root })).files, root, disk);

  it.skipIf(name === 'linux' && process.platform !== 'linux')('reading gives what is inside, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(anyPath, async (path) => {
        const real = realOf(path.startsWith('/') ? path : `${root}/${path}`);
        const opened = await files().open(path, 'read', constants.O_RDONLY).catch((error: unknown) => error as Error);
        if (path === '' || real === undefined || !isInside(real)) {
          expect(opened).toBeInstanceOf(Error);
          if (real !== undefined && path !== '') expect(opened).toBeInstanceOf(Refused);
          return;
        }
        if (opened instanceof Error) throw opened;
        expect(opened.real).toBe(real);
        expect(opened.kind).toBe(statSync(real).isFile() ? 'file' : 'folder');
        if (opened.kind === 'file') expect(await opened.handle.readFile('utf8')).toBe(readFileSync(real, 'utf8'));
        await opened.handle.close();
      }),
      { numRuns: 400 },
    );
  });

  it.skipIf(name === 'linux' && process.platform !== 'linux')('writing changes and makes nothing outside', async () => {
    const contents = (folder: string): string[] =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).map((entry) => `${join(entry.parentPath, entry.name)} ${entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'utf8') : ''}`);
    const outside = (): string[] => [...readdirSync(root), ...contents('out'), ...contents('also')];
    const before = outside();
    await fc.assert(
      fc.asyncProperty(anyPath, fc.constantFrom('open', 'replace', 'append'), async (path, how) => {
        const work = async (): Promise<void> => {
          if (how === 'replace') return files().replace(path, (handle) => handle.writeFile('new'));
          const { handle } = await files().open(path, 'write', constants.O_WRONLY | constants.O_CREAT | (how === 'append' ? constants.O_APPEND : 0));
          await handle.writeFile('n').finally(() => handle.close());
        };
        await work().catch((error: Error & { errno?: number }) => {
          if (!(error instanceof Refused) && error.errno === undefined) throw error;
        });
        expect(outside()).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });
});
