/** Nothing a user can type makes a feature fail: every feature, at any place of any text. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { damaged, programs, scrapText } from '../../test/support/lua-programs.ts';
import { sampleSpell } from '../../test/support/sample-spell.ts';
import { complete } from './completion.ts';
import { definition } from './definition.ts';
import { diagnose } from './diagnostics.ts';
import { documentHighlight } from './document-highlight.ts';
import { documentSymbols } from './document-symbols.ts';
import { LuaDocument } from './document.ts';
import { foldingRanges } from './folding.ts';
import { hover } from './hover.ts';
import { library } from './library.ts';
import { signatureHelp } from './signature-help.ts';

function useEverything(text: string, at: number): void {
  const document = new LuaDocument(TextDocument.create('file:///t.lua', 'lua', 1, text));
  const offset = at % (text.length + 1);
  diagnose(document);
  complete(document, offset, library);
  hover(document, offset, library);
  signatureHelp(document, offset, library);
  definition(document, offset, library);
  documentHighlight(document, offset, library);
  documentSymbols(document);
  foldingRanges(document);
}

describe('every feature answers', () => {
  it('on any text', () => {
    fc.assert(fc.property(fc.oneof(scrapText, fc.string()), fc.nat(), useEverything), { numRuns: 300 });
  });
  it('on programs, whole and damaged', () => {
    fc.assert(fc.property(fc.oneof(programs, damaged(programs), damaged(fc.constant(sampleSpell))), fc.nat(), useEverything), { numRuns: 600 });
  });
  it.each([
    ['names that mean each other', 'local a = b local b = a a.x = b b.x = a print(a.x.x.x.x)', 55],
    ['a function that is its own result', 'local function f() return f end f()()()', 39],
    ['a table that holds itself', 'local t = {} t.t = t t.t.t.t.', 29],
    ['a very long chain', `x = Agent.builder()${':name("x")'.repeat(5000)}:`, 50_020],
    ['a very long sum', `x = a${' .. a'.repeat(5000)}`, 6],
  ])('on %s', (_, text, at) => {
    useEverything(text, at);
  });
});
