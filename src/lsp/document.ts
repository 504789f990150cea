/** An open text document with what is known of it: tree, scopes and members are made when first asked for, once for each version. */
import type { Position, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ParsedChunk, ScopeAnalysis } from '../lua/index.ts';
import { analyzeScopes, parse } from '../lua/index.ts';
import type { MemberIndex } from './members.ts';
import { indexMembers } from './members.ts';

export class LuaDocument {
  readonly version: number;
  readonly #document: TextDocument;
  #parsed: ParsedChunk | undefined;
  #scopes: ScopeAnalysis | undefined;
  #members: MemberIndex | undefined;

  constructor(document: TextDocument) {
    this.#document = document;
    this.version = document.version;
  }

  get uri(): string {
    return this.#document.uri;
  }
  get text(): string {
    return this.parsed.text;
  }
  get parsed(): ParsedChunk {
    return (this.#parsed ??= parse(this.#document.getText()));
  }
  get scopes(): ScopeAnalysis {
    return (this.#scopes ??= analyzeScopes(this.parsed.body));
  }
  get members(): MemberIndex {
    return (this.#members ??= indexMembers(this.scopes));
  }

  // Positions are the protocol's: UTF-16, from 0. What lies outside of the text is moved to its nearest place.
  offsetAt(position: Position): number {
    return this.#document.offsetAt(position);
  }
  positionAt(offset: number): Position {
    return this.#document.positionAt(offset);
  }
  range({ start, end }: { readonly start: number; readonly end: number }): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }
}

/** Keeps the analysis of each open document while its version lasts. */
export class LuaDocuments {
  readonly #open = new Map<string, LuaDocument>();
  readonly #find: (uri: string) => TextDocument | undefined;

  constructor(find: (uri: string) => TextDocument | undefined) {
    this.#find = find;
  }

  /** Undefined for a document that the client has not opened. */
  get(uri: string): LuaDocument | undefined {
    const document = this.#find(uri);
    if (!document) return undefined;
    let known = this.#open.get(uri);
    if (known?.version !== document.version) this.#open.set(uri, (known = new LuaDocument(document)));
    return known;
  }

  forget(uri: string): void {
    this.#open.delete(uri);
  }
}
