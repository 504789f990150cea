/** textDocument/hover. */
import type { Hover } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { Variable } from '../lua/index.ts';
import type { LuaDocument } from './document.ts';
import type { Library } from './library.ts';
import { commentAbove, signatureOfFunction } from './lua-functions.ts';
import { headline, luaBlock, markdownOf } from './markdown.ts';
import type { Member } from './members.ts';
import type { Meaning } from './symbol.ts';
import { meaningAt } from './symbol.ts';
import type { ValueType } from './value-types.ts';
import { ValueTypes } from './value-types.ts';

export function hover(document: LuaDocument, offset: number, library: Library): Hover | undefined {
  const meaning = meaningAt(document, offset, library);
  const value = meaning && describe(document, meaning, library);
  if (value === undefined) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value }, range: document.range(meaning!.name) };
}

function describe(document: LuaDocument, meaning: Meaning, library: Library): string | undefined {
  switch (meaning.kind) {
    case 'local':
      return describeLocal(document, meaning.variable, new ValueTypes(document, library));
    case 'global':
      return meaning.described ? markdownOf(meaning.described) : describeGlobal(document, meaning.name.name);
    case 'member':
      return 'kind' in meaning.member ? markdownOf(meaning.member) : describeMember(document, meaning.member, new ValueTypes(document, library));
    case 'label':
      return luaBlock(`::${meaning.label.name.name}::`);
  }
}

function describeLocal(document: LuaDocument, variable: Variable, types: ValueTypes): string {
  const value = variable.initial?.value;
  if (value?.type === 'Function' && !variable.isReassigned) {
    return described(document, `local ${signatureOfFunction(variable.name, value).label}`, variable.declaration.start);
  }
  const words = variable.kind === 'local' || variable.kind === 'function' ? 'local' : `(${variable.kind})`;
  return described(document, `${words} ${variable.name}${typeText(types.ofVariable(variable))}`, variable.declaration.start);
}

function describeGlobal(document: LuaDocument, name: string): string {
  for (const statement of document.parsed.body.statements) {
    if (statement.type === 'FunctionDeclaration' && statement.target.type === 'Name' && statement.target.name === name) {
      return described(document, signatureOfFunction(name, statement.function).label, statement.start);
    }
  }
  return luaBlock(`(global) ${name}`);
}

function describeMember(document: LuaDocument, member: Member, types: ValueTypes): string {
  const { name, declaration, value } = member;
  if (value?.type === 'Function') return described(document, signatureOfFunction(name, value).label, declaration.start);
  return described(document, `(field) ${name}${typeText(types.ofMember(member))}`, declaration.start);
}

function described(document: LuaDocument, code: string, offset: number): string {
  const comment = commentAbove(document.parsed, offset);
  return comment === '' ? luaBlock(code) : `${luaBlock(code)}\n\n${comment}`;
}

function typeText(type: ValueType | undefined): string {
  switch (type?.kind) {
    case 'typed':
      return `: ${type.name}`;
    case 'namespace':
      return ` = ${type.name}`;
    case 'described':
      return ` = ${headline(type.described)}`;
    case 'table':
      return ': table';
    case 'function':
      return `: ${signatureOfFunction('', type.node).label.replace('function ', 'fun')}`;
    default:
      return '';
  }
}
