/** `npm run lua:official`, with which anybody who has Lua's own test files measures us: on files of our own that pass, fail and want something. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../support/processes.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lua-files-'));
  const file = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  file('good.lua', 'assert(_port and _soft) local f = assert(io.open("left behind", "w")) assert(f:write("x")) f:close() assert(io.popen("echo it"):read() == "it")\n');
  file('bad.lua', 'local function check(x)\n  assert(x)\nend\ncheck(1)\ncheck(nil)\n');
  file('all.lua', 'error("starts the others")\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const measure = (...options: string[]): { code: number | null; says: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'official-lua-tests.mjs'), ...options], { encoding: 'utf8' });
  return { code: status, says: stdout + stderr };
};

test('says of each file whether it passes, and where it fails', () => {
  const { code, says } = measure(folder);
  expect(says).toContain('fails   bad.lua: bad.lua:2: assertion failed! (bad.lua:2 < bad.lua:5');
  expect(says).toContain('passes  good.lua\n');
  expect(says).toContain('1 of 2 files pass.');
  expect(code).toBe(1);
  expect(readdirSync(folder).sort()).toEqual(['all.lua', 'bad.lua', 'good.lua']);
});

test('runs the files that are named, with all they have to do where that is asked for', () => {
  writeFileSync(join(folder, 'full.lua'), 'assert(_soft == false)\n');
  expect(measure('--full', folder, 'full.lua')).toEqual({ code: 0, says: expect.stringContaining('passes  full.lua') as string });
  expect(measure(folder, 'full.lua').code).toBe(1);
});

test('says what is missing', () => {
  expect(measure().says).toContain('Which folder has the test files of Lua 5.3');
  expect(measure(folder, 'other.lua').says).toContain(`${folder} has no other.lua.`);
});
