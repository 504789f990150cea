/** What the name under a cursor means: the common ground of hover, definition and highlights. */
import type { Identifier, Label, Name, Node, Variable } from '../lua/index.ts';
import { pathAt } from '../lua/index.ts';
import type { LuaDocument } from './document.ts';
import type { Described, Library } from './library.ts';
import type { Member } from './members.ts';
import { fieldsOf, tableArgument } from './table-arguments.ts';
import { ValueTypes } from './value-types.ts';

export type Meaning = { readonly name: Name | Identifier } & (
  | { readonly kind: 'local'; readonly variable: Variable }
  | { readonly kind: 'global'; readonly described: Described | undefined }
  | { readonly kind: 'member'; readonly member: Described | Member }
  | { readonly kind: 'label'; readonly label: Label }
);

export function meaningAt(document: LuaDocument, offset: number, library: Library): Meaning | undefined {
  const path = pathAt(document.parsed.body, offset);
  const name = path.at(-1);
  const parent = path.at(-2);
  if ((name?.type !== 'Name' && name?.type !== 'Identifier') || name.name === '' || !parent) return undefined;
  if (name.type === 'Name') return ofName(document, name, library);
  return ofIdentifier(document, name, path, library);
}

function ofName(document: LuaDocument, name: Name, library: Library): Meaning | undefined {
  const reference = document.scopes.references.find(({ node }) => node === name);
  if (reference?.variable) return { kind: 'local', name, variable: reference.variable };
  return { kind: 'global', name, described: library.globals.get(name.name) };
}

function ofIdentifier(document: LuaDocument, name: Identifier, path: readonly Node[], library: Library): Meaning | undefined {
  const parent = path.at(-2)!;
  const types = new ValueTypes(document, library);
  switch (parent.type) {
    case 'Member':
    case 'MethodCall': {
      const member = types.member(types.typeOf(parent.object), name.name);
      return member && { kind: 'member', name, member };
    }
    case 'TableField':
      return ofField(types, name, path);
    case 'Goto':
    case 'Label': {
      const label = document.scopes.labels.find((candidate) => candidate.name === name || candidate.gotos.includes(name));
      return label && { kind: 'label', name, label };
    }
    default: {
      const variable = document.scopes.variables.find(({ declaration }) => declaration === name);
      return variable && { kind: 'local', name, variable };
    }
  }
}

/** A key in a table that is given to a described function. */
function ofField(types: ValueTypes, name: Identifier, path: readonly Node[]): Meaning | undefined {
  const argument = tableArgument(path.slice(0, -2));
  if (!argument) return undefined;
  const { fields, owner } = fieldsOf(types, argument);
  const description = fields.find((field) => field.name === name.name);
  return description && { kind: 'member', name, member: { kind: 'field', name: name.name, owner, description } };
}
