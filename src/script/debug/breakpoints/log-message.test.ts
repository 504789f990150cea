import { describe, expect, test } from 'vitest';
import { parseLogMessage } from './log-message.ts';

const shown = (message: string): string[] => parseLogMessage(message).map((part) => ('text' in part ? part.text : `<${part.expression}>`));

describe('log messages', () => {
  test.each([
    ['plain', ['plain']],
    ['i={i}', ['i=', '<i>']],
    ['{a}{ b }', ['<a>', '<b>']],
    ['n={#{1, {2}}}!', ['n=', '<#{1, {2}}>', '!']],
    ['{t["}"]} {s .. \'}\'}', ['<t["}"]>', ' ', "<s .. '}'>"]],
    ['{"\\"}"}', ['<"\\"}">']],
    ['\\{literal\\}', ['{literal}']],
    ['a } alone', ['a } alone']],
    ['', []],
  ])('%s', (message, expected) => {
    expect(shown(message)).toEqual(expected);
  });

  test.each([
    ['{i', /without its \}/],
    ['{ {1} ', /without its \}/],
    ['{}', /empty \{\}/],
    ['{ }', /empty \{\}/],
  ])('%s is refused', (message, reason) => {
    expect(() => parseLogMessage(message)).toThrow(reason);
  });
});
