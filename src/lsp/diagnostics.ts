/** The errors of a document in the protocol's form. */
import type { Diagnostic } from 'vscode-languageserver';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { LuaDocument } from './document.ts';

export const DIAGNOSTIC_SOURCE = 'llmspell';

export function diagnose(document: LuaDocument): Diagnostic[] {
  const { diagnostics } = document.parsed;
  // Where the syntax is broken, what jumps go where cannot be told.
  const all = diagnostics.length > 0 ? diagnostics : document.scopes.diagnostics;
  return all.map(({ code, message, start, end, related }): Diagnostic => {
    const diagnostic: Diagnostic = { range: document.range({ start, end }), severity: DiagnosticSeverity.Error, code, source: DIAGNOSTIC_SOURCE, message };
    if (related) diagnostic.relatedInformation = [{ location: { uri: document.uri, range: document.range(related) }, message: related.message }];
    return diagnostic;
  });
}
