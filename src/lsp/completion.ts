/** textDocument/completion. */
import type { CompletionItem } from 'vscode-languageserver';
import { CompletionItemKind, MarkupKind } from 'vscode-languageserver';
import { keywords, visibleVariables } from '../lua/index.ts';
import type { CompletionContext } from './completion-context.ts';
import { completionContext } from './completion-context.ts';
import type { LuaDocument } from './document.ts';
import type { Described, Library } from './library.ts';
import { commentAbove, signatureOfFunction } from './lua-functions.ts';
import { documentation, headline } from './markdown.ts';
import type { Member } from './members.ts';
import { fieldsOf } from './table-arguments.ts';
import { ValueTypes } from './value-types.ts';

/** After these the editor asks by itself. */
export const completionTriggers = ['.', ':'];

export function complete(document: LuaDocument, offset: number, library: Library): CompletionItem[] {
  const context = completionContext(document.parsed, offset);
  const types = new ValueTypes(document, library);
  switch (context.kind) {
    case 'nothing':
      return [];
    case 'member':
      return memberItems(document, context, types);
    case 'field':
      return [...fieldItems(context, types), ...nameItems(document, offset, library)];
    case 'label':
      return document.scopes.labels.map(({ name }) => ({ label: name.name, kind: CompletionItemKind.Reference }));
    case 'afterLocal':
      return [{ label: 'function', kind: CompletionItemKind.Keyword }];
    case 'name':
      return nameItems(document, offset, library);
  }
}

// -- members

function memberItems(document: LuaDocument, context: Extract<CompletionContext, { kind: 'member' }>, types: ValueTypes): CompletionItem[] {
  const type = types.typeOf(context.object);
  // Strings have the functions of `string` as methods.
  const byColon = type?.kind === 'typed' && type.name === 'string';
  return [...types.members(type).values()].map((member) => {
    const item = 'kind' in member ? describedItem(member) : luaItem(document, member);
    const wanted = byColon || item.kind === CompletionItemKind.Method ? ':' : '.';
    if (wanted === context.separator) return item;
    // The other separator was typed: taking the item puts it right. Plain functions may be called either way.
    if (!('kind' in member) && wanted === '.') return item;
    const separator = document.range({ start: context.separatorStart, end: context.separatorStart + 1 });
    return { ...item, sortText: `~${item.label}`, additionalTextEdits: [{ range: separator, newText: wanted }] };
  });
}

function describedItem(described: Described): CompletionItem {
  return {
    label: described.name,
    kind: kindOf(described),
    detail: headline(described),
    documentation: { kind: MarkupKind.Markdown, value: documentation(described) },
  };
}

function kindOf(described: Described): CompletionItemKind {
  switch (described.kind) {
    case 'function':
      return described.isMethod ? CompletionItemKind.Method : CompletionItemKind.Function;
    case 'field':
      return CompletionItemKind.Field;
    case 'value':
      return described.description.type === 'table' ? CompletionItemKind.Module : CompletionItemKind.Variable;
  }
}

function luaItem(document: LuaDocument, { name, declaration, value, isMethod }: Member): CompletionItem {
  if (value?.type !== 'Function') return { label: name, kind: CompletionItemKind.Field };
  return {
    label: name,
    kind: isMethod ? CompletionItemKind.Method : CompletionItemKind.Function,
    detail: signatureOfFunction(name, value).label,
    documentation: { kind: MarkupKind.Markdown, value: commentAbove(document.parsed, declaration.start) },
  };
}

// -- fields of a table argument

function fieldItems({ argument }: Extract<CompletionContext, { kind: 'field' }>, types: ValueTypes): CompletionItem[] {
  const written = new Set(argument.table.fields.map(({ key }) => (key?.type === 'Identifier' ? key.name : '')));
  return fieldsOf(types, argument)
    .fields
    .filter(({ name }) => !written.has(name))
    .map(({ name, type, doc }) => ({
      label: name,
      kind: CompletionItemKind.Property,
      detail: `${name}: ${type}`,
      documentation: { kind: MarkupKind.Markdown, value: doc },
      insertText: `${name} = `,
      sortText: `0${name}`,
    }));
}

// -- names

/** In the order of the sort texts: locals, globals of the file, the API, key words. */
function nameItems(document: LuaDocument, offset: number, library: Library): CompletionItem[] {
  const items = new Map<string, CompletionItem>();
  const add = (item: CompletionItem): void => void (items.has(item.label) || items.set(item.label, item));
  for (const variable of visibleVariables(document.scopes.root, offset)) {
    const value = variable.isReassigned ? undefined : variable.initial?.value;
    const isFunction = value?.type === 'Function';
    const kind = isFunction ? CompletionItemKind.Function : CompletionItemKind.Variable;
    const detail = isFunction ? `local ${signatureOfFunction(variable.name, value).label}` : `(${variable.kind}) ${variable.name}`;
    add({ label: variable.name, kind, detail, sortText: `1${variable.name}` });
  }
  for (const described of library.globals.values()) add({ ...describedItem(described), sortText: `3${described.name}` });
  for (const [name, references] of document.scopes.globals) {
    // A name that is only being typed is no global of the file.
    if (references.some(({ access }) => access === 'write')) add({ label: name, kind: CompletionItemKind.Variable, detail: '(global)', sortText: `2${name}` });
  }
  for (const keyword of keywords) add({ label: keyword, kind: CompletionItemKind.Keyword, sortText: `4${keyword}` });
  return [...items.values()];
}
