import { expect, it } from 'vitest';
import { decideAttach, type Window } from './attach-rules.ts';

const request = { type: 'attach', connectionFile: '/home/k.json', program: '/spells/b/main.lua', cwd: '/spells/a' } as const;
const window: Window = {
  isTrusted: true,
  isOn: true,
  folders: ['/other', '/spells/a', '/spells/b'],
  checkDebuggable: () => undefined,
  isWithin: (path, folder) => path === folder || path.startsWith(`${folder}/`),
};
const attach = { type: 'llmspell', request: 'attach', name: 'Lua: main.lua (terminal)', connectionFile: '/home/k.json', internalConsoleOptions: 'neverOpen' };

it('attaches in the folder that holds the program, else the one of the terminal, else the first', () => {
  expect(decideAttach(request, window)).toEqual({ configuration: attach, folder: '/spells/b' });
  expect(decideAttach({ ...request, program: '/else/main.lua' }, window)).toMatchObject({ folder: '/spells/a' });
  expect(decideAttach({ ...request, program: '/else/main.lua', cwd: '/' }, window)).toMatchObject({ folder: '/other' });
  expect(decideAttach(request, { ...window, folders: [] })).toEqual({ configuration: attach, folder: undefined });
});

it.each<[why: string, window: Partial<Window>, request: object, words: string]>([
  ['it is off', { isOn: false }, {}, 'llmspell.autoAttach'],
  ['the folder is not trusted', { isTrusted: false }, {}, 'not trusted'],
  ['the connection file is relative', {}, { connectionFile: 'k.json' }, '"connectionFile" must be an absolute path: k.json'],
  ['the program is relative', {}, { program: '../a.lua' }, '"program" must be an absolute path'],
  ['the kernel is gone', { checkDebuggable: () => { throw new Error('the kernel of /home/k.json (process 7) has ended'); } }, {}, '(process 7) has ended'],
])('refuses when %s', (_, more, changed, words) => {
  expect(decideAttach({ ...request, ...changed }, { ...window, ...more })).toEqual({ refused: expect.stringContaining(words) as string });
});
