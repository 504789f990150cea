/** The parser says "valid" exactly where the engine's compiler does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileError } from '../../test/support/compiler.ts';
import { damaged, programs, scrapText } from '../../test/support/lua-programs.ts';
import { check } from './check.ts';

/** Limits of the compiler that diagnostics.ts leaves to it. */
const LIMIT = /too many|C levels|registers|overflow|limit|too long/;

function expectAgreement(text: string): void {
  const message = compileError(text);
  if (message !== undefined && LIMIT.test(message)) return;
  const diagnostics = check(text, { chunk: 'string' });
  expect({ text, compiler: message, valid: diagnostics.length === 0, codes: diagnostics.map(({ code }) => code) }).toMatchObject({ valid: message === undefined });
}

describe('agreement with the compiler', () => {
  it('on programs of the grammar', () => {
    fc.assert(fc.property(programs, expectAgreement), { numRuns: 1500 });
  });

  it('on damaged programs', () => {
    fc.assert(fc.property(damaged(programs), expectAgreement), { numRuns: 1500 });
  });

  it('on scraps', () => {
    fc.assert(fc.property(scrapText, expectAgreement), { numRuns: 1500 });
  });

  it.each([
    'goto l1; local a; ::l1::',
    'goto l1; local a; ::l1:: ; ::l2::',
    'goto l1; local a; ::l1:: a = 1',
    'repeat goto l1; local a; ::l1:: until a',
    'repeat if x then break end local a until a',
    'do goto l1 end local a ::l1:: return',
    '::l1:: do ::l1:: end',
    'do ::l1:: end ::l1::',
    '::l1:: ::l1::',
    'do ::l1:: end goto l1',
    '::l1:: local function f() goto l1 end',
    'local a do local b; goto l1 end ::l1:: a = 1',
    'local a; do goto l1 end; local b; ::l1:: a = 1',
    'while true do (function() break end)() end',
    'if x then break end',
    'return; ',
    'return;;',
    'return 1 local x',
    'do return end local x',
    'a.b:c().d = 1',
    '(a) = 1',
    '(a).b = 1',
    '(f)()',
    '("x"):rep(2)',
    '"x":rep(2)',
    'a()\n(b)()',
    'a = b\n(c)()',
    'function f() return ... end',
    'function f(...) return function() return ... end end',
    'x = 3x = 4',
    'x = 0xep1',
    'x = 0x.p1',
    'x = 1..2',
    'x = 08',
    'x = 1e+',
    'x = "\\z\n  b"',
    'x = "a\\\r\nb"',
    'x = "\\u{110000}"',
    'x = "\\256"',
    'x = [=[ ]] ]=] y = [==',
    'local x <const> = 1',
    'for i = 1 do end',
    'for i = 1, 2, 3, 4 do end',
    'for a.b = 1, 2 do end',
    'a, b() = 1',
    'x = function() end()',
    'x = }',
    '',
    ';;;',
    '#!shebang',
    'local function f(a, ..., b) end',
    'f{...} g"x" h[[y]]',
    'a:b',
    'a:b"x":c{}',
    'x = a < b < c',
    'x = -2 ^ -3',
    `${'local a '.repeat(200)}`,
    `${'local a '.repeat(201)}`,
    `do ${'local a '.repeat(150)} end ${'local b '.repeat(100)}`,
    `${'local a '.repeat(197)} for i = 1, 2 do end`,
    `${'local a '.repeat(196)} for i = 1, 2 do end`,
  ])('on %j', (text) => {
    expectAgreement(text);
  });
});
