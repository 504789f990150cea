import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommand } from './command-line.ts';

const words = (text: string): readonly string[] => {
  const reading = readCommand(text, 'linux');
  if ('problem' in reading) throw new Error(reading.problem);
  return reading.command.words;
};
const problem = (text: string, platform: NodeJS.Platform = 'linux'): string | undefined => {
  const reading = readCommand(text, platform);
  return 'problem' in reading ? reading.problem : undefined;
};
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

describe('a command', () => {
  it.each([
    ['ls -l  a\tb', ['ls', '-l', 'a', 'b']],
    [`echo 'a b' "c d" e\\ f`, ['echo', 'a b', 'c d', 'e f']],
    [`echo "a\\"b\\\\c\\d" 'a\\b'`, ['echo', 'a"b\\c\\d', 'a\\b']],
    [`echo '' "" a''b`, ['echo', '', '', 'ab']],
    [`echo ';' "|" \\& '$HOME' '\`x\`' "*"`, ['echo', ';', '|', '&', '$HOME', '`x`', '*']],
    ['echo a#b a~b k=v 2 2x', ['echo', 'a#b', 'a~b', 'k=v', '2', '2x']],
  ])('is read as a shell reads it: %s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it.each([
    ['ls >/dev/null', 'nowhere', 'err'],
    ['ls 2>/dev/null', 'out', 'nowhere'],
    ['ls 2>&1', 'out', 'out'],
    ['ls >/dev/null 2>&1', 'nowhere', 'nowhere'],
    ['ls 2>&1 >/dev/null', 'nowhere', 'out'],
    ['ls 1>&2 a', 'err', 'err'],
    ['ls </dev/null 2>> /dev/null', 'out', 'nowhere'],
  ])('may send its output elsewhere: %s', (text, out, err) => {
    expect(readCommand(text, 'linux')).toMatchObject({ command: { out, err } });
    expect(words(text)[0]).toBe('ls');
    expect(words(text).slice(1)).toEqual(text.includes(' a') ? ['a'] : []);
  });

  it.each([
    ['ls; rm x', '";" (character 3) starts a second command'],
    ['ls && rm x', '"&" (character 4) starts a second command'],
    ['ls & rm x', '"&" (character 4)'],
    ['ls | sh', '"|" (character 4) pipes into a second command'],
    ['ls\nrm x', 'a line end (character 3) starts a second command'],
    ['ls\r\nrm x', 'a line end (character 3)'],
    ['ls $(rm x)', '"$" (character 4)'],
    ['ls "$(rm x)"', '"$" (character 5)'],
    ['ls `rm x`', '"`" (character 4) runs a command inside of the command'],
    ['ls "`rm x`"', '"`" (character 5)'],
    ['ls <(rm x)', '"<" (character 4) reads a file'],
    ['ls > out', '">" (character 4) writes a file'],
    ['ls >/dev/nullx', '">" (character 4) writes a file'],
    ['ls >/dev/null/../../etc/x', '">" (character 4) writes a file'],
    ['ls 3>&1', '">&1" (character 5) connects other descriptors'],
    ['ls >&3', '">&3" (character 4) connects other descriptors'],
    ['(rm x)', '"(" (character 1) groups commands'],
    ['A=1 ls', '"A=" (character 2) sets a variable'],
    ['ls *.lua', '"*" (character 4) stands for names of files'],
    ['ls ~/x', '"~" (character 4) stands for the home folder'],
    ['ls # x', '"#" (character 4) starts a comment'],
    ['ls \\\nrm', 'a line that goes on in the next one'],
    ["ls 'a", "a quote (') is not closed"],
    ['ls "a', 'a quote (") is not closed'],
    ['ls \\', 'it ends in the middle'],
    ['ls a\0b', 'a zero byte'],
    ["ls 'a\0b'", 'a zero byte'],
    ['  ', 'there is no command in it'],
  ])('that would take a shell is named: %j', (text, said) => {
    expect(problem(text)).toContain(said);
  });

  it('of Windows has other signs', () => {
    expect(readCommand('dir "C:\\Program Files" C:\\x >nul', 'win32')).toMatchObject({ command: { words: ['dir', 'C:\\Program Files', 'C:\\x'], out: 'nowhere' } });
    for (const text of ['dir %PATH%', 'dir "%PATH%"', 'dir ^& x', 'dir & x']) expect(problem(text, 'win32')).toBeDefined();
  });
});

const anyText = fc.string({ unit: fc.constantFrom(...'ab 01\t\n\'"\\$`;&|<>()*?[]~#=!{}%-/'), maxLength: 20 });

describe('whatever is written', () => {
  it('quoted words come back as they are', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }).map((word) => word.replaceAll('\0', '')), { minLength: 1 }), (list) => {
      expect(words(list.map(quoted).join(' '))).toEqual(list);
    }));
  });

  it('is either a problem or exactly one program with the arguments that a shell would give it', () => {
    const folder = '/usr/bin';
    fc.assert(
      fc.property(anyText, (text) => {
        const reading = readCommand(`printf '%s\\0' x ${text}`, 'linux');
        if ('problem' in reading) return;
        const { words: mine, out } = reading.command;
        const shell = execFileSync('/bin/sh', ['-c', `printf '%s\\0' x ${text}`], { cwd: folder, env: { PATH: '/usr/bin:/bin' }, stdio: ['ignore', 'pipe', 'ignore'] }).toString('utf8');
        expect(shell).toBe(out === 'out' ? mine.slice(2).map((word) => `${word}\0`).join('') : '');
      }),
      { numRuns: 300 },
    );
  });
});
