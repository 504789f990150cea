/** What people write who come from other languages, understood so that the rest of the text is, and told the Lua way. */
import type { BinaryOperator } from './ast.ts';
import { report } from './diagnostics.ts';
import type { ParserState } from './parser-state.ts';

const words: Readonly<Record<string, string>> = {
  continue: "Lua has no 'continue': put ::continue:: before the loop's end and write 'goto continue'.",
  elif: "Lua writes 'elseif'.",
  elsif: "Lua writes 'elseif'.",
  switch: "Lua has no 'switch': use if … elseif … end, or a table of functions.",
  try: "Lua has no 'try': call pcall(function() … end) and test its first result.",
  throw: "Lua has no 'throw': call error(…).",
  class: "Lua has no 'class': make a table with __index and use setmetatable.",
  import: "Lua has no 'import': write local name = require('name').",
  async: "Lua has no 'async': use coroutine.create or coroutine.wrap.",
  await: "Lua has no 'await': calls wait for their result.",
  const: "Lua writes 'local'.",
  let: "Lua writes 'local'.",
  var: "Lua writes 'local'.",
  def: "Lua writes 'function'.",
  func: "Lua writes 'function'.",
  null: "Lua writes 'nil'.",
};

/** For a word that stands alone as if it were a statement. */
export function foreignWord(word: string): string | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

const operators: readonly { readonly first: string; readonly second: string; readonly meant: BinaryOperator }[] = [
  { first: '!', second: '=', meant: '~=' },
  { first: '!', second: '==', meant: '~=' },
  { first: '&', second: '&', meant: 'and' },
  { first: '|', second: '|', meant: 'or' },
];

/** At `!=`, `&&` or `||`, which are two tokens that touch: the operator that is meant. */
export function foreignOperator(p: ParserState): BinaryOperator | undefined {
  if (p.kind !== 'unknown' && p.kind !== '&' && p.kind !== '|') return undefined;
  const first = p.currentText();
  const match = operators.find((o) => o.first === first && o.second === p.peek(1));
  return match && p.isAdjacent(1) ? match.meant : undefined;
}

/** Tells it and takes the first of its two tokens. */
export function takeForeignOperator(p: ParserState, meant: BinaryOperator): void {
  const written = `${p.currentText()}${p.peek(1)}`;
  p.report(report.notLua(p.start, p.start + written.length, `Lua writes '${meant}' for '${written}'.`));
  p.advance();
}

/** `!x`. */
export function takeForeignNot(p: ParserState): boolean {
  if (p.kind !== 'unknown' || p.currentText() !== '!') return false;
  p.report(report.notLua(p.start, p.end, "Lua writes 'not' for '!'."));
  return true;
}

/** At the operator of `x += 1`: two tokens that touch, which no Lua expression has. */
export function isCompoundAssignment(p: ParserState): boolean {
  return p.peek(1) === '=' && p.isAdjacent(1) && ['+', '-', '*', '/', '//', '%', '^', '..', '&', '|', '<<', '>>', 'or', 'and'].includes(p.kind);
}

/** `local x <const>`: Lua 5.4. */
export function skipAttribute(p: ParserState): void {
  if (p.kind !== '<' || p.peek(1) !== 'name' || p.peek(2) !== '>') return;
  p.report(report.notLua(p.start, p.end, 'Attributes like <const> and <close> belong to Lua 5.4: remove it.'));
  p.advance();
  p.advance();
  p.advance();
}
