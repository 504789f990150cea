/**
 * A line of arguments, as a person types it, and the list of arguments that a script is given: split as a POSIX shell does, with quotes and
 * backslashes. Nothing is expanded: `$HOME` and `*` stay what they are.
 */

/** Throws with a sentence for the user when a quote is not closed. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const add = (text: string): void => {
    word = (word ?? '') + text;
  };
  while (at < line.length) {
    const character = line[at]!;
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
    } else if (character === '"' || character === "'") {
      const { text, end } = quoted(line, at, character);
      add(text);
      at = end;
    } else if (character === '\\' && at + 1 < line.length) {
      add(line[at + 1]!);
      at += 2;
    } else {
      add(character);
      at += 1;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** In single quotes everything stands for itself; in double quotes a backslash still frees `"`, `\`, `$` and the backquote. */
function quoted(line: string, start: number, quote: string): { readonly text: string; readonly end: number } {
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    const character = line[at]!;
    if (character === quote) return { text, end: at + 1 };
    if (quote === '"' && character === '\\' && '"\\$`'.includes(line[at + 1] ?? ' ')) {
      at += 1;
      text += line[at]!;
    } else {
      text += character;
    }
  }
  throw new Error(`The quote ${quote} at character ${start + 1} is not closed: add another ${quote}.`);
}

/** The line that `splitWords` makes these words of: quotes only where they are needed. */
export const joinWords = (words: readonly string[]): string => words.map((word) => (/^[\w@%+=:,./~^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
