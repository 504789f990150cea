/** What a file itself puts into its tables: `local M = { a = 1 }`, `M.b = …`, `function M:c()`. */
import type { Expression, Identifier, ScopeAnalysis, Variable } from '../lua/index.ts';

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

/** The first definition of each member counts. */
export function indexMembers({ fields }: ScopeAnalysis): MemberIndex {
  const index = new Map<Holder, Map<string, Member>>();
  for (const { holder, name: declaration, value, isMethod } of fields) {
    let members = index.get(holder);
    if (!members) {
      members = new Map<string, Member>();
      index.set(holder, members);
    }
    if (!members.has(declaration.name)) members.set(declaration.name, { name: declaration.name, declaration, value, isMethod });
  }
  return index;
}
