/** Look-up in what the editor knows without reading any code: the API description, and Lua's own libraries beside it. */
import { apiModules, parseName } from '../api/index.ts';
import type { ApiClass, ApiFunction, ApiModule, ApiParameter, ApiValue } from '../api/types.ts';
import { standardModules } from './standard/index.ts';

/** What a name or a member stands for. */
export type Described =
  | { readonly kind: 'function'; readonly name: string; readonly isMethod: boolean; readonly description: ApiFunction }
  /** A global, or a value in a global table. */
  | { readonly kind: 'value'; readonly name: string; readonly description: ApiValue }
  | { readonly kind: 'field'; readonly name: string; readonly owner: string; readonly description: ApiParameter };

export interface Library {
  readonly globals: ReadonlyMap<string, Described>;
  /** By owner (global table or class), then by name. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, Described>>;
  readonly classes: ReadonlyMap<string, ApiClass>;
}

export const library: Library = build([...apiModules, ...standardModules]);

/** Earlier modules win where two describe one name. */
function build(modules: readonly ApiModule[]): Library {
  const globals = new Map<string, Described>();
  const members = new Map<string, Map<string, Described>>();
  const classes = new Map<string, ApiClass>();

  const add = (owner: string | undefined, described: Described): void => {
    let names = owner === undefined ? globals : members.get(owner);
    if (!names) {
      names = new Map<string, Described>();
      members.set(owner!, names);
    }
    if (!names.has(described.name)) names.set(described.name, described);
    // A table in a table is a member of the outer one.
    if (owner === undefined || owner.includes('.') || globals.has(owner) || classes.has(owner)) return;
    // A table that is known by its functions only.
    globals.set(owner, { kind: 'value', name: owner, description: { name: owner, type: 'table', doc: '' } });
  };

  for (const module of modules) for (const description of module.classes) classes.set(description.name, description);
  for (const { values } of modules) {
    for (const description of values) {
      const { owner, member } = parseName(description.name);
      add(owner, { kind: 'value', name: member, description });
    }
  }
  for (const { functions } of modules) {
    for (const description of functions) {
      const { owner, member, isMethod } = parseName(description.name);
      add(owner, { kind: 'function', name: member, isMethod, description });
    }
  }
  for (const { name: owner, fields } of classes.values()) {
    for (const description of fields) add(owner, { kind: 'field', name: description.name, owner, description });
  }
  return { globals, members, classes };
}
