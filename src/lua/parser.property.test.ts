/** What holds for every text: the parser answers, keeps every token, and its tree fits the text. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { damaged, programs, scrapText } from '../../test/support/lua-programs.ts';
import { analyzeScopes } from './analyze-scopes.ts';
import type { Node } from './ast.ts';
import type { ParsedChunk } from './parser.ts';
import { parse } from './parser.ts';
import { childrenOf, walk } from './walk.ts';

function realFiles(): string[] {
  const folder = new URL('../../examples/', import.meta.url);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.lua'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
}

/** Debian's lua-penlight, where it is installed. */
function penlightFiles(): string[] {
  const folder = '/usr/share/lua/5.3/pl';
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.lua')).map((file) => join(folder, file));
  } catch {
    return [];
  }
}

/** The text put together again from tokens, comments and the white space between. */
function rebuilt({ text, tokens, comments }: ParsedChunk): string {
  const pieces = [...comments];
  for (let i = 0; i < tokens.count; i++) pieces.push({ start: tokens.starts[i]!, end: tokens.ends[i]!, kind: 'line' });
  pieces.sort((a, b) => a.start - b.start || a.end - b.end);
  let built = '';
  for (const { start, end } of pieces) {
    const gap = text.slice(built.length, start);
    if (!/^[ \t\n\r\v\f\uFEFF]*$/.test(gap)) throw new Error(`Between two tokens lies ${JSON.stringify(gap)}.`);
    built += gap + text.slice(start, end);
  }
  return built;
}

function expectTreeFits({ body, text }: ParsedChunk): void {
  expect([body.start, body.end]).toEqual([0, text.length]);
  walk(body, (node: Node) => {
    let end = node.start;
    for (const child of childrenOf(node)) {
      if (child.start < end || child.end < child.start || child.end > node.end) {
        throw new Error(`${child.type} [${child.start}, ${child.end}) does not fit in ${node.type} [${node.start}, ${node.end}) behind ${end}`);
      }
      end = child.end;
    }
  });
}

/** Every token is in a statement. */
function expectNothingLost({ body, tokens }: ParsedChunk): void {
  let at = 0;
  for (let i = 0; i < tokens.count - 1; i++) {
    while (tokens.starts[i]! >= body.statements[at]!.end && at < body.statements.length - 1) at++;
    const { start, end, type } = body.statements[at]!;
    if (tokens.starts[i]! < start || tokens.ends[i]! > end) throw new Error(`Token ${i} (${tokens.kinds[i]}) is outside of ${type} [${start}, ${end}).`);
  }
}

function expectSound(text: string): void {
  const parsed = parse(text);
  expect(rebuilt(parsed)).toBe(text);
  expectTreeFits(parsed);
  expectNothingLost(parsed);
  for (const { start, end, message } of [...parsed.diagnostics, ...analyzeScopes(parsed.body).diagnostics]) {
    expect(message).not.toBe('');
    expect(0 <= start && start <= end && end <= text.length).toBe(true);
  }
}

describe('the parser', () => {
  it('is sound on any text', () => {
    fc.assert(fc.property(fc.oneof(scrapText, fc.string({ unit: 'binary' }), fc.string()), expectSound), { numRuns: 1000 });
  });
  it('is sound on programs, whole and damaged', () => {
    fc.assert(fc.property(fc.oneof(programs, damaged(programs)), expectSound), { numRuns: 1000 });
  });
  it('is sound on damaged real files', () => {
    const files = [...realFiles(), ...penlightFiles().slice(0, 3).map((file) => readFileSync(file, 'utf8'))];
    expect(files.length).toBeGreaterThan(0);
    fc.assert(fc.property(damaged(fc.constantFrom(...files)), expectSound), { numRuns: 60 });
  });

  it.each(penlightFiles())('finds no error in %s', (file) => {
    const parsed = parse(readFileSync(file, 'utf8'));
    expect([...parsed.diagnostics, ...analyzeScopes(parsed.body).diagnostics]).toEqual([]);
  });

  it.each([
    ['parentheses', '('.repeat(50_000)],
    ['braces', '{'.repeat(50_000)],
    ['brackets', 'a['.repeat(50_000)],
    ['functions', 'function f() '.repeat(20_000)],
    ['ifs', 'if x then '.repeat(20_000)],
    ['indented ifs', 'if x then\n '.repeat(20_000)],
    ['minuses', '- '.repeat(50_000)],
    ['a sum', `x = 1${' + 1'.repeat(50_000)}`],
    ['a chain', `x = a${'.b'.repeat(50_000)}`],
    ['calls', `f${'()'.repeat(50_000)}`],
    ['broken fields', `x = {${'a b c = = 1 '.repeat(10_000)}`],
    ['gotos', 'goto a '.repeat(20_000)],
    ['else', 'else '.repeat(20_000)],
    ['unfinished strings', '"a\n'.repeat(20_000)],
    ['unfinished comments', '--[[\n'.repeat(2_000)],
  ])('answers for very many %s', (_, text) => {
    const parsed = parse(text);
    expect(rebuilt(parsed)).toBe(text);
    expectTreeFits(parsed);
    analyzeScopes(parsed.body);
  });
});
