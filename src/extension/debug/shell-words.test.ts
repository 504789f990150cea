import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinWords, splitWords } from './shell-words.ts';

it.each<[line: string, words: string[]]>([
  ['', []],
  ['  ', []],
  ['a b', ['a', 'b']],
  ['  a\t b  ', ['a', 'b']],
  ['"two words" three', ['two words', 'three']],
  [`'it stays: $HOME \\n "x"'`, ['it stays: $HOME \\n "x"']],
  [`"it's" '"'`, ["it's", '"']],
  ['--name="Ada Lovelace"', ['--name=Ada Lovelace']],
  [`a''b`, ['ab']],
  [`"" ''`, ['', '']],
  ['two\\ words', ['two words']],
  ['"a \\"quoted\\" word" "C:\\dir"', ['a "quoted" word', 'C:\\dir']],
  ['$HOME *.lua', ['$HOME', '*.lua']],
  ['end\\', ['end\\']],
  ['"zwölf Boxkämpfer" 😀', ['zwölf Boxkämpfer', '😀']],
])('splits %s', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

it('says which quote is open', () => {
  expect(() => splitWords('a "b c')).toThrow('The quote " at character 3 is not closed');
  expect(() => splitWords("it's")).toThrow("The quote ' at character 3 is not closed");
});

it('gives back every list of words that it joined', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (words) => void expect(splitWords(joinWords(words))).toEqual(words)));
});
