/** Random Lua for property tests: valid-looking programs of a grammar, and damage done to real text. */
import fc from 'fast-check';
import { lex } from '../../src/lua/lexer.ts';

const name = fc.constantFrom('a', 'b', 'c', 'x', 'self', '_ENV', 'continue');
const label = fc.constantFrom('l1', 'l2');
const literal = fc.constantFrom('nil', 'true', '1', '0x1p4', '.5', '3e2', '"s"', "'\\n\\z  q'", '[[long]]', '[==[ ]] ]==]', '...', '{}', '"\\u{48}\\x41\\065"');
const binary = fc.constantFrom('+', '-', '*', '/', '//', '%', '^', '..', '==', '~=', '<', '<=', '>', '>=', 'and', 'or', '&', '|', '~', '<<', '>>');
const unary = fc.constantFrom('-', 'not ', '#', '~');
const gap = fc.constantFrom(' ', '\n', ' -- note\n', '--[[ c ]] ', '\r\n', '\t');

const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...parts).map((texts) => texts.join(''));
const text = (value: string): fc.Arbitrary<string> => fc.constant(value);
const list = (item: fc.Arbitrary<string>, min: number, max: number, separator = ', '): fc.Arbitrary<string> =>
  fc.array(item, { minLength: min, maxLength: max }).map((texts) => texts.join(separator));

type Rule = 'expression' | 'prefix' | 'call' | 'target' | 'arguments' | 'field' | 'function' | 'statement' | 'block';

const grammar = fc.letrec<Record<Rule, string>>((tie: (rule: Rule) => fc.Arbitrary<string>) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    literal,
    name,
    tie('prefix'),
    joined(tie('expression'), text(' '), binary, text(' '), tie('expression')),
    joined(unary, tie('expression')),
    joined(text('{'), list(tie('field'), 0, 3), text('}')),
    joined(text('function'), tie('function')),
    joined(text('('), tie('expression'), text(')')),
  ),
  prefix: fc.oneof({ maxDepth: 4, withCrossShrink: true }, name, tie('target'), tie('call'), joined(text('('), tie('expression'), text(')'))),
  target: fc.oneof({ maxDepth: 3, withCrossShrink: true }, name, joined(tie('prefix'), text('.'), name), joined(tie('prefix'), text('['), tie('expression'), text(']'))),
  call: joined(fc.oneof({ maxDepth: 3 }, name, tie('prefix'), joined(tie('prefix'), text(':'), name)), tie('arguments')),
  arguments: fc.oneof(joined(text('('), list(tie('expression'), 0, 3), text(')')), text(' "s"'), text('{}')),
  field: fc.oneof(tie('expression'), joined(name, text(' = '), tie('expression')), joined(text('['), tie('expression'), text('] = '), tie('expression'))),
  function: joined(text('('), fc.constantFrom('', 'a', 'a, b', '...', 'a, ...'), text(') '), tie('block'), text(' end')),
  block: fc.array(tie('statement'), { maxLength: 4 }).map((statements) => statements.join(' ')),
  statement: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    joined(text('local '), list(name, 1, 2), text(' = '), list(tie('expression'), 1, 2), gap),
    joined(text('local '), list(name, 1, 2), gap),
    joined(list(tie('target'), 1, 2), text(' = '), list(tie('expression'), 1, 2), gap),
    joined(tie('call'), gap),
    text('break '),
    joined(text('goto '), label, gap),
    joined(text('::'), label, text(':: ')),
    text('; '),
    joined(text('do '), tie('block'), text(' end ')),
    joined(text('while '), tie('expression'), text(' do '), tie('block'), text(' end ')),
    joined(text('repeat '), tie('block'), text(' until '), tie('expression'), gap),
    joined(text('if '), tie('expression'), text(' then '), tie('block'), text(' elseif '), tie('expression'), text(' then '), tie('block'), text(' else '), tie('block'), text(' end ')),
    joined(text('for '), name, text(' = '), list(tie('expression'), 2, 3), text(' do '), tie('block'), text(' end ')),
    joined(text('for '), list(name, 1, 2), text(' in '), list(tie('expression'), 1, 2), text(' do '), tie('block'), text(' end ')),
    joined(text('function '), fc.constantFrom('f', 'a.b', 'a.b:c'), tie('function'), gap),
    joined(text('local function '), name, tie('function'), gap),
    joined(text('return '), list(tie('expression'), 0, 2), fc.constantFrom('', ';'), gap),
  ),
}));

/** Follows the grammar, but not the rules of `break`, `goto`, `...` and `return`: some of these programs are invalid. */
export const programs: fc.Arbitrary<string> = grammar.block;

/** Bits that make a difference in a lexer or parser. */
const scraps = fc.constantFrom(
  'end', 'function', 'local', 'if', 'then', 'else', 'elseif', 'until', 'repeat', 'do', 'return', 'goto', 'for', 'in', 'not', 'nil', 'x', '1', '0x', '1e', '3..2', '(', ')', '{', '}',
  '[', ']', '[[', ']]', '[=[', '[=', '"', "'", '\\', '--', '--[[', '=', '==', '~', '~=', '!=', '<', '.', '..', '...', ':', '::', ';', ',', '\n', '\r', '#', '@', '$', 'é', '\u{1F600}', '\0', '"\\q"', '"\\300"', '&&', '+=',
);

/** The text with some of its tokens removed, doubled, exchanged or replaced, or cut off. */
export function damaged(source: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const damage = fc.record({ at: fc.nat(), other: fc.nat(), kind: fc.constantFrom('remove', 'double', 'exchange', 'replace', 'insert', 'cut'), scrap: scraps });
  return fc.tuple(source, fc.array(damage, { minLength: 1, maxLength: 3 })).map(([original, damages]) => damages.reduce(apply, original));
}

interface Damage {
  readonly at: number;
  readonly other: number;
  readonly kind: string;
  readonly scrap: string;
}

function apply(original: string, { at, other, kind, scrap }: Damage): string {
  const { tokens } = lex(original);
  const first = at % tokens.count;
  const second = other % tokens.count;
  const token = (index: number): string => original.slice(tokens.starts[index], tokens.ends[index]);
  const replaced = (index: number, by: string, from = original): string => from.slice(0, tokens.starts[index]) + by + from.slice(tokens.ends[index]);
  switch (kind) {
    case 'remove':
      return replaced(first, '');
    case 'double':
      return replaced(first, `${token(first)} ${token(first)}`);
    case 'exchange':
      // The later one first, so that the earlier one's offsets hold.
      return replaced(Math.min(first, second), token(Math.max(first, second)), replaced(Math.max(first, second), token(Math.min(first, second))));
    case 'replace':
      return replaced(first, scrap);
    case 'insert':
      return `${original.slice(0, tokens.starts[first])} ${scrap} ${original.slice(tokens.starts[first])}`;
    default:
      return original.slice(0, at % (original.length + 1));
  }
}

/** Any text, rich in what Lua's lexer cares about. */
export const scrapText: fc.Arbitrary<string> = fc.array(fc.oneof(scraps, fc.string(), fc.constantFrom(' ', '\n')), { maxLength: 40 }).map((parts) => parts.join(''));
