/** textDocument/documentSymbol: the functions of a file as a tree, with the variables of its top level. */
import type { DocumentSymbol } from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver';
import type { Expression, FunctionExpression, Identifier, Name, Node, NodeBase } from '../lua/index.ts';
import { childrenOf } from '../lua/index.ts';
import type { LuaDocument } from './document.ts';
import { signatureOfFunction } from './lua-functions.ts';

export function documentSymbols(document: LuaDocument): DocumentSymbol[] {
  return new SymbolCollector(document).inside(document.parsed.body, true);
}

class SymbolCollector {
  readonly #document: LuaDocument;

  constructor(document: LuaDocument) {
    this.#document = document;
  }

  /** The symbols below a node, those in functions under their function. */
  inside(root: Node, isTopLevel: boolean): DocumentSymbol[] {
    const symbols: DocumentSymbol[] = [];
    const stack: Node[] = [root];
    for (let node = stack.pop(); node; node = stack.pop()) {
      const found = this.#symbolsOf(node, isTopLevel);
      if (found) symbols.push(...found);
      else stack.push(...childrenOf(node).toReversed());
    }
    return symbols;
  }

  /** Undefined: look at the children. */
  #symbolsOf(node: Node, isTopLevel: boolean): DocumentSymbol[] | undefined {
    switch (node.type) {
      case 'FunctionDeclaration': {
        const isMethod = node.target.type === 'Member' && node.target.separator === ':';
        return [this.#function(node.target, this.#text(node.target), node.function, node, isMethod ? SymbolKind.Method : SymbolKind.Function)];
      }
      case 'LocalFunction':
        return [this.#function(node.name, node.name.name, node.function, node)];
      case 'Local':
        return node.names.flatMap((name, i) => this.#value(name, name.name, node.values[i], isTopLevel));
      case 'Assignment':
        return node.targets.flatMap((target, i) => this.#value(target, this.#text(target), node.values[i], isTopLevel && target.type === 'Name'));
      case 'TableField':
        return node.key?.type === 'Identifier' ? this.#value(node.key, node.key.name, node.value, false) : undefined;
      case 'Function':
        return this.inside(node.body, false); // without a name: what is inside counts for what is around
      default:
        return undefined;
    }
  }

  /** A variable or field: shown when it is a function, holds functions, or is asked for in any case. */
  #value(name: Identifier | Expression, text: string, value: Expression | undefined, always: boolean): DocumentSymbol[] {
    const whole = { start: name.start, end: value?.end ?? name.end };
    if (value?.type === 'Function') return [this.#function(name, text, value, whole)];
    const children = value ? this.inside(value, false) : [];
    if (!always && children.length === 0) return [];
    const kind = value?.type === 'Table' ? SymbolKind.Object : SymbolKind.Variable;
    return this.#symbol(text, '', kind, whole, name, children);
  }

  #function(name: Name | Identifier | Expression, text: string, node: FunctionExpression, whole: NodeBase, kind: SymbolKind = SymbolKind.Function): DocumentSymbol {
    const detail = signatureOfFunction('', node).label.replace('function ', '');
    return this.#symbol(text, detail, kind, whole, name, this.inside(node.body, false))[0]!;
  }

  #symbol(name: string, detail: string, kind: SymbolKind, whole: NodeBase, selection: NodeBase, children: DocumentSymbol[]): DocumentSymbol[] {
    // The protocol wants a name that is not empty.
    return [{ name: name || '?', detail, kind, range: this.#document.range(whole), selectionRange: this.#document.range(selection), children }];
  }

  #text(node: NodeBase): string {
    return this.#document.text.slice(node.start, node.end).replace(/\s+/g, '').slice(0, 100);
  }
}
