import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCwd, checkProgram } from './program.ts';

let folder: string;
const file = (name: string, content: string | Buffer = ''): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'llmspell-program-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Root may read everything, so it takes another user's rights for a moment. */
function asOrdinaryUser(check: () => void): void {
  if (process.geteuid?.() !== 0) return check();
  const NOBODY = 65534;
  process.seteuid!(NOBODY);
  try {
    check();
  } finally {
    process.seteuid!(0);
  }
}

describe('checkProgram', () => {
  it('accepts text, whatever its encoding', () => {
    expect(() => checkProgram(file('a.lua', 'print("hi")'))).not.toThrow();
    expect(() => checkProgram(file('empty.lua'))).not.toThrow();
    expect(() => checkProgram(file('latin1.lua', Buffer.from([0x70, 0xe4, 0x0a])))).not.toThrow();
  });

  it('says what is wrong with anything else', () => {
    expect(() => checkProgram(join(folder, 'absent.lua'))).toThrow(`script not found: ${folder}/absent.lua`);
    expect(() => checkProgram(join(file('a.lua'), 'b.lua'))).toThrow(/script not found/);
    expect(() => checkProgram(folder)).toThrow(/is not a file: give the path of a Lua script/);
    expect(() => checkProgram(file('p.png', Buffer.from([0x89, 0x50, 0, 0])))).toThrow(/is a binary file, not a Lua script/);
    expect(() => checkProgram(file('c.luac', '\x1bLuaS'))).toThrow(/compiled Lua chunk: give the Lua source/);
  });

  it('names the script that was meant', () => {
    file('agents.lua');
    expect(() => checkProgram(join(folder, 'agnets.lua'))).toThrow(`script not found: ${folder}/agnets.lua (did you mean "agents.lua"?)`);
  });

  it('knows where a program can run', () => {
    const path = file('a.lua');
    for (const cwd of [undefined, folder]) expect(() => checkCwd(cwd)).not.toThrow();
    expect(() => checkCwd(join(folder, 'absent'))).toThrow(`the working folder does not exist: ${folder}/absent`);
    expect(() => checkCwd(path)).toThrow(`the working folder is not a folder: ${path}`);
    expect(() => checkCwd(join(path, 'b'))).toThrow(/working folder/);
  });

  it('says that it may not read', () => {
    const path = file('secret.lua');
    chmodSync(path, 0);
    asOrdinaryUser(() => expect(() => checkProgram(path)).toThrow(`cannot read ${path}: permission denied (check the file's mode and owner)`));
    chmodSync(folder, 0);
    asOrdinaryUser(() => expect(() => checkProgram(path)).toThrow(/permission denied/));
    chmodSync(folder, 0o755);
  });
});
