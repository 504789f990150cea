import { describe, expect, it } from 'vitest';
import { reachedScope, reaches, type Reacher } from './access.ts';
import { scopeOfName } from './scope.ts';

const script: Reacher = { kind: 'script', currentSession: () => 'current', reachesSession: (id) => id === 'current' || id === 'own' };
const agent: Reacher = { kind: 'agent', id: 'poet' };
const tool: Reacher = { kind: 'tool', id: 'search' };
const ALL = ['global', 'session:own', 'session:other', 'agent:poet', 'agent:critic', 'workflow:w', 'tool:search', 'tool:fetch', 'custom:x'];
const reached = (reacher: Reacher): string[] => ALL.filter((name) => reaches(scopeOfName(name), reacher));

describe('the reach of a scope', () => {
  it('is everything for a script but the sessions of others', () => {
    expect(reached(script)).toEqual(ALL.filter((name) => name !== 'session:other'));
    expect(reachedScope('session', script).name).toBe('session:current');
    expect(() => reachedScope('session:other', script)).toThrow(
      'the scope "session:other" is not reachable: this script has not made, loaded or chosen that session: call Session.load("other") first',
    );
  });

  it('is its own and what is global for an agent and a tool', () => {
    expect(reached(agent)).toEqual(['global', 'agent:poet']);
    expect(reached(tool)).toEqual(['global', 'tool:search']);
    expect(() => reachedScope('agent:critic', agent)).toThrow('the scope "agent:critic" is not reachable: it does not belong to agent "poet", for which this runs: use "agent:poet" or "global"');
    expect(() => reachedScope('session', tool)).toThrow('there is none');
  });
});
