/**
 * Reads a command as a shell would read the simplest of its lines - words, quotes, output that goes to nowhere - and refuses to understand
 * more: what would join, substitute or expand is named and never guessed. So a command that was understood starts exactly one program, whose
 * arguments are exactly these words.
 */
export type Route = 'out' | 'err' | 'nowhere';

export interface CommandLine {
  readonly words: readonly string[];
  /** Where the program's output goes, and its errors. */
  readonly out: Route;
  readonly err: Route;
}

export type Reading = { readonly command: CommandLine } | { /** What it would take a shell for. */ readonly problem: string };

const MEANINGS: Readonly<Record<string, string>> = {
  ';': 'starts a second command',
  '&': 'starts a second command',
  '|': 'pipes into a second command',
  '(': 'groups commands',
  ')': 'groups commands',
  '`': 'runs a command inside of the command',
  $: 'puts in a variable or the output of a command',
  '*': 'stands for names of files',
  '?': 'stands for names of files',
  '[': 'stands for names of files',
  '\n': 'starts a second command',
  '\r': 'starts a second command',
};
/** Of Windows's shell. There, a backslash is part of a path and a single quote is a letter. */
const WINDOWS_MEANINGS: Readonly<Record<string, string>> = { '%': 'puts in a variable', '^': 'takes the meaning from the next letter' };

class Problem extends Error {}

export function readCommand(text: string, platform: NodeJS.Platform = process.platform): Reading {
  try {
    return { command: new CommandReader(text, platform === 'win32').read() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}

class CommandReader {
  private at = 0;
  private readonly words: string[] = [];
  /** The word that is being read; undefined between words. */
  private word: string | undefined;
  private wasQuoted = false;
  private readonly routes: { 1: Route; 2: Route } = { 1: 'out', 2: 'err' };

  constructor(
    private readonly text: string,
    private readonly isWindows: boolean,
  ) {}

  read(): CommandLine {
    while (this.at < this.text.length) this.letter(this.text[this.at]!);
    this.endWord();
    const [program] = this.words;
    if (program === undefined) throw new Problem('there is no command in it');
    return { words: this.words, out: this.routes[1], err: this.routes[2] };
  }

  private letter(letter: string): void {
    if (letter === '\0') throw new Problem('a zero byte cannot be part of a command');
    if (letter === ' ' || letter === '\t') {
      this.endWord();
      this.at += 1;
    } else if (letter === '"') this.doubleQuoted();
    else if (letter === "'" && !this.isWindows) this.singleQuoted();
    else if (letter === '\\' && !this.isWindows) this.add(this.escaped(1), 2);
    else if (letter === '<' || letter === '>') this.redirection(letter);
    else if (letter === '#' && this.word === undefined) throw this.meaning('#', 'starts a comment');
    else if (letter === '~' && this.word === undefined) throw this.meaning('~', 'stands for the home folder');
    else {
      this.refuseMeaning(letter);
      if (letter === '=' && this.words.length === 0 && !this.wasQuoted && /^[A-Za-z_]\w*$/.test(this.word ?? '')) throw this.meaning(`${this.word}=`, 'sets a variable');
      this.add(letter, 1);
    }
  }

  private add(piece: string, letters: number): void {
    this.word = (this.word ?? '') + piece;
    this.at += letters;
  }

  private endWord(): void {
    if (this.word !== undefined) this.words.push(this.word);
    this.word = undefined;
    this.wasQuoted = false;
  }

  /** The letter after a backslash; it stands for itself. */
  private escaped(distance: number): string {
    const letter = this.text[this.at + distance];
    if (letter === undefined) throw new Problem('it ends in the middle, with a backslash');
    if (letter === '\n' || letter === '\r' || letter === '\0') throw new Problem('a line that goes on in the next one is for a shell');
    this.wasQuoted = true;
    return letter;
  }

  private singleQuoted(): void {
    const end = this.text.indexOf("'", this.at + 1);
    if (end < 0) throw new Problem("a quote (') is not closed");
    const piece = this.text.slice(this.at + 1, end);
    if (piece.includes('\0')) throw new Problem('a zero byte cannot be part of a command');
    this.wasQuoted = true;
    this.add(piece, end + 1 - this.at);
  }

  private doubleQuoted(): void {
    this.wasQuoted = true;
    this.add('', 1);
    for (;;) {
      const letter = this.text[this.at];
      if (letter === undefined) throw new Problem('a quote (") is not closed');
      if (letter === '\0') throw new Problem('a zero byte cannot be part of a command');
      if (letter === '"') break;
      if (letter === '\\' && !this.isWindows && /["\\$`\n]/.test(this.text[this.at + 1] ?? '')) this.add(this.escaped(1), 2);
      else {
        if (letter === '$' || letter === '`' || letter === '%') this.refuseMeaning(letter);
        this.add(letter, 1);
      }
    }
    this.at += 1;
  }

  /** `>/dev/null`, `2>&1` and the like; anything else would read or write a file. */
  private redirection(sign: string): void {
    const numbered = this.word !== undefined && !this.wasQuoted && /^\d+$/.test(this.word);
    const from = numbered ? Number(this.word) : sign === '>' ? 1 : 0;
    if (numbered) this.word = undefined;
    this.endWord();
    const [whole, , target] = /^(>>?|<)[ \t]*(&\d+|\/dev\/null(?![^\s;&|<>()])|[nN][uU][lL](?![^\s;&|<>()]))/.exec(this.text.slice(this.at)) ?? [];
    if (whole === undefined || target === undefined || (/^nul$/i.test(target) && !this.isWindows)) {
      throw this.meaning(sign, sign === '<' ? 'reads a file (use io.popen(…, "w"), and write to it)' : 'writes a file (use io.popen, and write what it gives with io.open)');
    }
    const toDescriptor = target.startsWith('&') ? Number(target.slice(1)) : undefined;
    if (sign === '<' ? from !== 0 || toDescriptor !== undefined : from !== 1 && from !== 2) throw this.meaning(whole, 'connects other descriptors than the standard ones');
    if (toDescriptor !== undefined && toDescriptor !== 1 && toDescriptor !== 2) throw this.meaning(whole, 'connects other descriptors than the standard ones');
    // The standard input is nothing in any case.
    if (sign === '>') this.routes[from as 1 | 2] = toDescriptor === undefined ? 'nowhere' : this.routes[toDescriptor];
    this.at += whole.length;
  }

  private refuseMeaning(letter: string): void {
    const meaning = MEANINGS[letter] ?? (this.isWindows ? WINDOWS_MEANINGS[letter] : undefined);
    if (meaning !== undefined) throw this.meaning(letter === '\n' || letter === '\r' ? 'a line end' : letter, meaning);
  }

  private meaning(what: string, meaning: string): Problem {
    return new Problem(`${what === 'a line end' ? what : `"${what}"`} (character ${this.at + 1}) ${meaning}`);
  }
}
