/** A thread exchanges a folder for a symlink as fast as it can while scripts use what is below it: nothing outside is ever reached. */
import { constants, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configWith, context } from '../testing.ts';
import { policies } from '../sandbox/policy.ts';
import { MovedError, type Disk } from './disk/disk.ts';
import { linuxDisk } from './disk/linux.ts';
import { portableDisk } from './disk/portable.ts';
import { ScriptFiles } from './script-files.ts';

const ROUNDS = 300;
const SECRET = 'the secret of outside';

let root: string;
let swapping: Promise<unknown> | undefined;
/** [swaps, stop] */
let shared: Int32Array;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-race-')));
  for (const folder of ['allowed', 'allowed/room', 'outside']) mkdirSync(join(root, folder));
  for (const name of ['file', 'gone', 'folder/x']) {
    mkdirSync(join(root, 'outside', name, '..'), { recursive: true });
    writeFileSync(join(root, 'outside', name), SECRET);
  }
  for (let i = 0; i < 50; i++) writeFileSync(join(root, 'allowed/room', `file${i}`), 'mine');
  writeFileSync(join(root, 'allowed/room/file'), 'mine');
  symlinkSync(join(root, 'outside'), join(root, 'allowed/link'));
  shared = new Int32Array(new SharedArrayBuffer(8));
});
afterEach(async () => {
  await swappingEnds();
  rmSync(root, { recursive: true });
});

async function swappingEnds(): Promise<void> {
  Atomics.store(shared, 1, 1);
  await swapping;
}

/** `allowed/room` is now the folder, now a symlink that leads outside. */
function swapFolders(): void {
  const swapper = new Worker(
    `const { renameSync } = require('node:fs');
     const { root, shared } = require('node:worker_threads').workerData;
     const move = (from, to) => renameSync(root + '/allowed/' + from, root + '/allowed/' + to);
     while (Atomics.load(shared, 1) === 0) {
       move('room', 'kept');
       move('link', 'room');
       move('room', 'link');
       move('kept', 'room');
       Atomics.add(shared, 0, 1);
     }`,
    { eval: true, workerData: { root, shared } },
  );
  swapping = new Promise((resolve) => swapper.once('exit', resolve));
}

const scriptFiles = (disk: Disk): ScriptFiles => {
  const { files } = policies(configWith([], [join(root, 'allowed')]), [])(context({ cwd: root }));
  return new ScriptFiles(files, root, disk);
};

/** Everything below the folder, with contents. */
const everything = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
  );

/** Refusals, and files that are not there at this moment, are to be expected. */
async function whatever<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    expect((error as Error).message).not.toContain('is not a function');
    return undefined;
  }
}

describe.skipIf(process.platform !== 'linux')('a folder that is swapped for a symlink', () => {
  it('leads no operation of a script outside', async () => {
    const files = scriptFiles(linuxDisk);
    const before = everything(join(root, 'outside'));
    const { O_RDONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = constants;
    const room = join(root, 'allowed/room');
    let opened = 0;
    swapFolders();
    for (let i = 0; i < ROUNDS; i++) {
      const read = await whatever(() => files.open(`${room}/file`, 'read', O_RDONLY));
      if (read !== undefined) {
        opened += 1;
        expect(await read.handle.readFile('utf8')).not.toBe(SECRET);
        await read.handle.close();
      }
      for (const flags of [O_RDWR | O_CREAT | O_TRUNC, O_RDWR | O_CREAT | O_APPEND]) {
        const written = await whatever(() => files.open(`${room}/${i % 2 === 0 ? 'file' : `new${i}`}`, 'write', flags));
        await written?.handle.writeFile('overwritten');
        await written?.handle.close();
      }
      await whatever(() => files.remove(`${room}/gone`));
      await whatever(() => files.remove(`${room}/folder/x`));
      await whatever(() => files.rename(`${room}/file`, join(root, `allowed/stolen${i}`)));
      await whatever(() => files.rename(join(root, `allowed/stolen${i}`), `${room}/file`));
      await whatever(() => files.makeFolder(`${room}/made${i}`));
      await whatever(() => files.replace(`${room}/file`, (handle) => handle.writeFile('replaced')));
      expect(((await whatever(() => files.list(room))) ?? []).map(({ name }) => name)).not.toContain('gone');
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    // What is looked at below must not be moved meanwhile.
    await swappingEnds();
    expect(opened).toBeGreaterThan(0);
    expect(Atomics.load(shared, 0)).toBeGreaterThan(0);
    expect(everything(join(root, 'outside'))).toEqual(before);
    expect(Object.values(everything(join(root, 'allowed')))).not.toContain(SECRET);
  });
});

describe('without paths through descriptors', () => {
  it('what is not the same any more is not opened, and nothing of it is cut off', async () => {
    const room = join(root, 'allowed/room');
    const held = await portableDisk.hold(`${room}/file`);
    const folder = await portableDisk.hold(room);
    expect([held.path, held.kind, folder.kind]).toEqual([`${room}/file`, 'file', 'folder']);
    renameSync(room, join(root, 'allowed/kept'));
    renameSync(join(root, 'allowed/link'), room);
    await expect(portableDisk.open(held, constants.O_RDWR | constants.O_TRUNC)).rejects.toThrow(MovedError);
    await expect(portableDisk.create(folder, 'new', constants.O_WRONLY, 0o666)).rejects.toThrow(MovedError);
    await expect(portableDisk.confirm(folder)).rejects.toThrow(MovedError);
    expect(readFileSync(join(root, 'outside/file'), 'utf8')).toBe(SECRET);
    expect(readdirSync(join(root, 'outside'))).toEqual(['file', 'folder', 'gone']);
  });

  it('what stays is used as elsewhere', async () => {
    const files = scriptFiles(portableDisk);
    await files.makeFolders(join(root, 'allowed/a/b'));
    await files.replace(join(root, 'allowed/a/b/c'), (handle) => handle.writeFile('content'));
    const opened = await files.open(join(root, 'allowed/a/b/c'), 'write', constants.O_RDWR | constants.O_TRUNC);
    expect(await opened.handle.readFile('utf8')).toBe('');
    await opened.handle.close();
    await files.rename(join(root, 'allowed/a/b/c'), join(root, 'allowed/d'));
    await files.remove(join(root, 'allowed/d'));
    await expect(files.open(join(root, 'allowed/link/file'), 'read', constants.O_RDONLY)).rejects.toThrow('may not be read');
    await expect(files.remove(join(root, 'allowed/link/gone'))).rejects.toThrow('may not be changed');
    expect(await files.isLink(join(root, 'allowed/link'))).toBe(true);
  });
});
