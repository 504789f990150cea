/**
 * Who reaches which scope. A script reaches what is global, its own scopes and those of agents, workflows and tools; of sessions, those it has to do
 * with. What runs for an agent or a tool reaches that one's scope and what is global.
 */
import { scopeRefused } from './errors.ts';
import { parseScope, type Scope } from './scope.ts';

export type Reacher =
  | {
      readonly kind: 'script';
      currentSession(): string | undefined;
      /** Whether it has made, loaded or chosen the session. */
      reachesSession(id: string): boolean;
    }
  | { readonly kind: 'agent' | 'tool'; readonly id: string };

/** Throws when the text names no scope, or one that is out of reach. */
export function reachedScope(text: string, reacher: Reacher): Scope {
  const scope = parseScope(text, () => (reacher.kind === 'script' ? reacher.currentSession() : undefined));
  if (reaches(scope, reacher)) return scope;
  if (reacher.kind === 'script') throw scopeRefused(scope, 'this script has not made, loaded or chosen that session', `call Session.load("${scope.id}") first`);
  throw scopeRefused(scope, `it does not belong to ${reacher.kind} "${reacher.id}", for which this runs`, `use "${reacher.kind}:${reacher.id}" or "global"`);
}

export function reaches(scope: Scope, reacher: Reacher): boolean {
  if (scope.kind === 'global') return true;
  if (reacher.kind !== 'script') return scope.kind === reacher.kind && scope.id === reacher.id;
  return scope.kind !== 'session' || reacher.reachesSession(scope.id);
}
