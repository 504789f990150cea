/** What a file itself puts into its tables: `local M = { a = 1 }`, `M.b = …`, `function M:c()`. */
import type { Expression, Identifier, ParsedChunk, ScopeAnalysis, Variable } from '../lua/index.ts';
import { walk } from '../lua/index.ts';

export interface Member {
  readonly name: string;
  readonly declaration: Identifier;
  /** Undefined when it is assigned something that is not written there. */
  readonly value: Expression | undefined;
  readonly isMethod: boolean;
}

/** A table is known by the variable that holds it: a local, or a global by its name. */
export type Holder = Variable | string;
export type MemberIndex = ReadonlyMap<Holder, ReadonlyMap<string, Member>>;

export function indexMembers(parsed: ParsedChunk, scopes: ScopeAnalysis): MemberIndex {
  const holders = new Map<number, Holder>();
  for (const { node, variable } of scopes.references) holders.set(node.start, variable ?? node.name);
  const declared = new Map(scopes.variables.map((variable) => [variable.declaration.start, variable]));
  const index = new Map<Holder, Map<string, Member>>();

  const add = (holder: Holder | undefined, declaration: Identifier, value: Expression | undefined, isMethod: boolean): void => {
    if (holder === undefined || declaration.name === '') return;
    let members = index.get(holder);
    if (!members) {
      members = new Map<string, Member>();
      index.set(holder, members);
    }
    if (!members.has(declaration.name)) members.set(declaration.name, { name: declaration.name, declaration, value, isMethod });
  };
  const addFields = (holder: Holder | undefined, value: Expression | undefined): void => {
    if (value?.type !== 'Table') return;
    for (const field of value.fields) if (field.key?.type === 'Identifier') add(holder, field.key, field.value, false);
  };
  const assign = (target: Expression, value: Expression | undefined, isMethod: boolean): void => {
    if (target.type === 'Name') addFields(holders.get(target.start), value);
    else if (target.type === 'Member' && target.object.type === 'Name') add(holders.get(target.object.start), target.name, value, isMethod);
  };

  walk(parsed.body, (node) => {
    if (node.type === 'Local') node.names.forEach((name, i) => addFields(declared.get(name.start), node.values[i]));
    else if (node.type === 'Assignment') node.targets.forEach((target, i) => assign(target, node.values[i], false));
    else if (node.type === 'FunctionDeclaration') assign(node.target, node.function, node.target.type === 'Member' && node.target.separator === ':');
  });
  return index;
}
