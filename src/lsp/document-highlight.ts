/** textDocument/documentHighlight: every mention of the variable, global or label under the cursor. */
import type { DocumentHighlight } from 'vscode-languageserver';
import { DocumentHighlightKind } from 'vscode-languageserver';
import type { Reference } from '../lua/index.ts';
import type { LuaDocument } from './document.ts';
import type { Library } from './library.ts';
import { meaningAt } from './symbol.ts';

export function documentHighlight(document: LuaDocument, offset: number, library: Library): DocumentHighlight[] {
  const meaning = meaningAt(document, offset, library);
  const mark = (node: { start: number; end: number }, kind: DocumentHighlightKind): DocumentHighlight => ({ range: document.range(node), kind });
  const references = (all: readonly Reference[]): DocumentHighlight[] =>
    all.map(({ node, access }) => mark(node, access === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read));
  switch (meaning?.kind) {
    case 'local': {
      const { variable } = meaning;
      // `self` is written nowhere.
      const declaration = variable.kind === 'self' ? [] : [mark(variable.declaration, DocumentHighlightKind.Write)];
      return [...declaration, ...references(variable.references)];
    }
    case 'global':
      return references(document.scopes.globals.get(meaning.name.name) ?? []);
    case 'label':
      return [meaning.label.name, ...meaning.label.gotos].map((node) => mark(node, DocumentHighlightKind.Text));
    default:
      return [];
  }
}
