/** The agents of all VM sessions. A session sees its own only; they are gone when it ends. */
import type { HostValue } from '../../common/values.ts';
import { isObjectRef } from '../../common/values.ts';
import { RuntimeError } from '../errors.ts';
import { Agent } from './agent.ts';
import type { AgentSpec } from './spec.ts';

class SessionAgents {
  readonly byName = new Map<string, Agent>();
  made = 0;
}

export class AgentRegistry {
  private readonly sessions = new Map<string, SessionAgents>();

  private session(sessionId: string): SessionAgents {
    let session = this.sessions.get(sessionId);
    if (session === undefined) this.sessions.set(sessionId, (session = new SessionAgents()));
    return session;
  }

  /** The name an agent gets that was given none. */
  freeName(sessionId: string): string {
    const { byName, made } = this.session(sessionId);
    let number = made + 1;
    while (byName.has(`agent_${number}`)) number++;
    return `agent_${number}`;
  }

  add(sessionId: string, spec: AgentSpec): Agent {
    const session = this.session(sessionId);
    if (session.byName.has(spec.name)) {
      throw new RuntimeError('agent_exists', `an agent named "${spec.name}" exists already: choose another name, or take the existing one with Agent.get("${spec.name}")`);
    }
    const agent = new Agent(`${sessionId}/${(session.made += 1)}`, spec);
    session.byName.set(spec.name, agent);
    return agent;
  }

  list(sessionId: string): Agent[] {
    return [...(this.sessions.get(sessionId)?.byName.values() ?? [])];
  }

  byName(sessionId: string, name: string): Agent | undefined {
    return this.sessions.get(sessionId)?.byName.get(name);
  }

  /** The agent Lua's object stands for. */
  resolve(sessionId: string, value: HostValue): Agent {
    const agent = isObjectRef(value) ? this.list(sessionId).find((candidate) => candidate.id === value.id) : undefined;
    if (agent === undefined) throw new RuntimeError('agent_gone', 'this agent is gone: its session has ended');
    return agent;
  }

  endSession(sessionId: string): void {
    this.sessions.delete(sessionId);
  }
}
