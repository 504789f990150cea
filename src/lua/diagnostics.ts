/**
 * Every message about Lua text that is not valid, made in one place: what is wrong and what to do. The codes are stable: settings,
 * quick fixes and tests name them.
 *
 * Not checked here because they depend on the compiler's registers: at most 255 registers and about 200 nested calls or
 * concatenations in one function; the compiler reports those when the script is loaded.
 */
export type SyntaxCode =
  | 'unfinished-string' | 'unfinished-comment' | 'invalid-escape' | 'invalid-number' | 'invalid-character' | 'invalid-long-bracket'
  | 'expected-expression' | 'expected-name' | 'expected-token' | 'unexpected-token'
  | 'missing-end' | 'unexpected-end' | 'unclosed-bracket' | 'missing-comma' | 'missing-arguments'
  | 'not-a-statement' | 'cannot-assign' | 'statement-after-return' | 'needs-parentheses' | 'not-lua'
  | 'vararg-outside' | 'nested-too-deeply'
  | 'break-outside-loop' | 'undefined-label' | 'duplicate-label' | 'goto-into-local' | 'too-many-locals' | 'too-many-upvalues';

export interface Related {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** An error: a text with one of these is not valid Lua 5.3, a text without is. Offsets are UTF-16 units. */
export interface SyntaxDiagnostic {
  readonly code: SyntaxCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The other place that matters: the bracket that was opened, the first declaration. */
  readonly related?: Related;
}

export type SyntaxReporter = (diagnostic: SyntaxDiagnostic) => void;

function make(code: SyntaxCode, start: number, end: number, message: string, related?: Related): SyntaxDiagnostic {
  return related ? { code, message, start, end, related } : { code, message, start, end };
}

export const report = {
  // -- lexical
  unfinishedString: (start: number, end: number, quote: string) =>
    make('unfinished-string', start, end, `This string is not finished: add ${quote} before the line ends, or use [[…]] for text of several lines.`),
  unfinishedLongString: (start: number, end: number, close: string) =>
    make('unfinished-string', start, end, `This long string is not finished: add ${close} where it ends.`),
  unfinishedComment: (start: number, end: number, close: string) =>
    make('unfinished-comment', start, end, `This comment is not finished: add ${close} where it ends.`),
  longBracket: (start: number, end: number) =>
    make('invalid-long-bracket', start, end, 'A long string opens with [[ or [=[: the second [ is missing.'),
  hexEscape: (start: number, end: number) => make('invalid-escape', start, end, '\\x needs two hexadecimal digits, as in \\x41.'),
  decimalEscape: (start: number, end: number) => make('invalid-escape', start, end, 'A decimal escape goes from \\0 to \\255; write \\u{…} for a Unicode character.'),
  unicodeEscape: (start: number, end: number) => make('invalid-escape', start, end, '\\u needs hexadecimal digits in braces, as in \\u{20AC}.'),
  unicodeTooLarge: (start: number, end: number) => make('invalid-escape', start, end, 'A Unicode character goes up to \\u{10FFFF}.'),
  unknownEscape: (start: number, end: number, text: string) =>
    make('invalid-escape', start, end, `Lua has no escape ${text}: write \\\\ for a backslash, or use [[…]] for text without escapes.`),
  invalidNumber: (start: number, end: number, text: string) => make('invalid-number', start, end, `${text} is no number: put a space or an operator where it ends.`),
  invalidCharacter: (start: number, end: number, text: string) =>
    make('invalid-character', start, end, `The character ${JSON.stringify(text)} has no meaning in Lua outside strings and comments: remove it.`),

  // -- structure
  expectedExpression: (start: number, end: number, after: string, found: string) =>
    make('expected-expression', start, end, `Expected an expression${after ? ` after '${after}'` : ''}, found ${found}.`),
  expectedName: (start: number, end: number, role: string, found: string) => make('expected-name', start, end, `Expected ${role}, found ${found}.`),
  keywordAsName: (start: number, end: number, role: string, word: string) =>
    make('expected-name', start, end, `Expected ${role}, but '${word}' is a reserved word: choose another name, or write ["${word}"] for a field.`),
  expectedToken: (start: number, end: number, wanted: string, found: string, opener?: Related) =>
    make('expected-token', start, end, `Expected ${wanted}, found ${found}.`, opener),
  unexpectedToken: (start: number, end: number, found: string) =>
    make('unexpected-token', start, end, `Unexpected ${found}: no statement starts like this.`),
  missingEnd: (start: number, end: number, opener: string, close: string, hint: string, related?: Related) =>
    make('missing-end', start, end, `This '${opener}' is not closed: add '${close}'${hint}.`, related),
  unexpectedEnd: (start: number, end: number, word: string) =>
    make('unexpected-end', start, end, `This '${word}' belongs to nothing: remove it, or add what it should close before it.`),
  unclosedBracket: (start: number, end: number, open: string, close: string, found: string, line: number, related: Related) =>
    make('unclosed-bracket', start, end, `Missing '${close}' to close the '${open}' of line ${line}, found ${found}.`, related),
  missingComma: (start: number, end: number, what: string) => make('missing-comma', start, end, `Missing ',' between ${what}.`),
  missingArguments: (start: number, end: number, text: string) =>
    make('missing-arguments', start, end, `A method is called at once: write ${text}(…), or use '.' to read a field.`),
  notAStatement: (start: number, end: number) =>
    make('not-a-statement', start, end, 'An expression alone is no statement: call it with (…), assign it to something, or return it.'),
  cannotAssign: (start: number, end: number, what: string) =>
    make('cannot-assign', start, end, `Cannot assign to ${what}: only variables and fields can stand left of '='.`),
  afterReturn: (start: number, end: number, related: Related) =>
    make('statement-after-return', start, end, "Nothing can follow 'return' in its block: remove this, or write 'do return end' above.", related),
  needsParentheses: (start: number, end: number, what: string) =>
    make('needs-parentheses', start, end, `Put the ${what} in parentheses before '.', ':' or '[': (…).`),
  notLua: (start: number, end: number, message: string) => make('not-lua', start, end, message),
  varargOutside: (start: number, end: number) =>
    make('vararg-outside', start, end, "'...' belongs to a function that takes it: add '...' to the parameters of this function."),
  tooDeep: (start: number, end: number, limit: number) =>
    make('nested-too-deeply', start, end, `Nested more than ${limit} levels deep, which Lua refuses: move a part into a local or a function.`),

  // -- names and jumps
  breakOutside: (start: number, end: number) => make('break-outside-loop', start, end, "'break' outside of a loop: use 'return' to leave a function."),
  undefinedLabel: (start: number, end: number, name: string) =>
    make('undefined-label', start, end, `No label '${name}' can be reached from here: add ::${name}:: in this block or one around it, in the same function.`),
  duplicateLabel: (start: number, end: number, name: string, related: Related) =>
    make('duplicate-label', start, end, `The label '${name}' exists already in this block: rename one of them.`, related),
  gotoIntoLocal: (start: number, end: number, label: string, local: string, related: Related) =>
    make(
      'goto-into-local', start, end,
      `'goto ${label}' jumps into the scope of the local '${local}': declare '${local}' before the goto, or wrap what lies between in do … end.`,
      related,
    ),
  tooManyLocals: (start: number, end: number, limit: number) =>
    make('too-many-locals', start, end, `More than ${limit} local variables in one function: put some into a table or a do … end block.`),
  tooManyUpvalues: (start: number, end: number, limit: number) =>
    make('too-many-upvalues', start, end, `This function uses more than ${limit} variables of the functions around it: put some into a table.`),
};
