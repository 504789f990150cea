/** The scopes of `State`: whom an entry belongs to. `global`, `session:<id>`, `agent:<id>`, `workflow:<id>`, `tool:<id>`; any other text is a scope of the script's own. */
import { badScope } from './errors.ts';

const OWNED = ['session', 'agent', 'workflow', 'tool'] as const;
export type ScopeKind = 'global' | (typeof OWNED)[number] | 'custom';

export interface Scope {
  readonly kind: ScopeKind;
  /** Empty for `global`. */
  readonly id: string;
  /** As it is listed and stored. */
  readonly name: string;
}

export const globalScope: Scope = { kind: 'global', id: '', name: 'global' };
export const scopeOf = (kind: Exclude<ScopeKind, 'global'>, id: string): Scope => ({ kind, id, name: `${kind}:${id}` });

/** Of a name as `Scope.name` has it. */
export const scopeOfName = (name: string): Scope => parseScope(name, () => undefined);

const isOwned = (kind: string): kind is (typeof OWNED)[number] => (OWNED as readonly string[]).includes(kind);

/** `currentSession` is what `session` alone stands for. Throws when the text names no scope. */
export function parseScope(text: string, currentSession: () => string | undefined): Scope {
  if (text === 'global') return globalScope;
  if (text === '') throw badScope(text, 'has no name: use "global", "session:<id>", "agent:<id>", "workflow:<id>", "tool:<id>" or a name of your own');
  if (text === 'session') {
    const id = currentSession();
    if (id === undefined) throw badScope(text, 'is the current session, and there is none: choose one with Session.set_current(id)');
    return scopeOf('session', id);
  }
  const colon = text.indexOf(':');
  const kind = colon < 0 ? text : text.slice(0, colon);
  const id = colon < 0 ? '' : text.slice(colon + 1);
  if (isOwned(kind)) {
    if (id === '') throw badScope(text, `names no ${kind}: write "${kind}:<id>"`);
    return scopeOf(kind, id);
  }
  if (kind === 'custom' && colon >= 0) {
    if (id === '') throw badScope(text, 'has no name: write "custom:<name>"');
    return scopeOf('custom', id);
  }
  return scopeOf('custom', text);
}
