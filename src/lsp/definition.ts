/** textDocument/definition: locals, labels, and what the file itself defines. */
import type { Location } from 'vscode-languageserver';
import type { NodeBase } from '../lua/index.ts';
import type { LuaDocument } from './document.ts';
import type { Library } from './library.ts';
import { meaningAt } from './symbol.ts';

export function definition(document: LuaDocument, offset: number, library: Library): Location[] {
  const meaning = meaningAt(document, offset, library);
  switch (meaning?.kind) {
    case 'local':
      return [location(document, meaning.variable.declaration)];
    case 'label':
      return [location(document, meaning.label.name)];
    case 'member':
      return 'declaration' in meaning.member ? [location(document, meaning.member.declaration)] : [];
    case 'global': {
      const writes = document.scopes.globals.get(meaning.name.name)?.filter(({ access }) => access === 'write') ?? [];
      return writes.slice(0, 1).map(({ node }) => location(document, node));
    }
    default:
      return [];
  }
}

function location(document: LuaDocument, node: NodeBase): Location {
  return { uri: document.uri, range: document.range(node) };
}
