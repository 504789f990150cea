/**
 * What each VM session has to do with the sessions of the store: which one is its current one, and whose state its scripts reach - those
 * that they made, loaded or made current.
 */
export class ScriptSessions {
  private readonly current = new Map<string, string>();
  private readonly reached = new Map<string, Set<string>>();

  currentOf(vmSession: string): string | undefined {
    return this.current.get(vmSession);
  }

  /** undefined: none. */
  setCurrent(vmSession: string, sessionId: string | undefined): void {
    if (sessionId === undefined) {
      this.current.delete(vmSession);
      return;
    }
    this.current.set(vmSession, sessionId);
    this.reach(vmSession, sessionId);
  }

  reach(vmSession: string, sessionId: string): void {
    let reached = this.reached.get(vmSession);
    if (reached === undefined) this.reached.set(vmSession, (reached = new Set()));
    reached.add(sessionId);
  }

  reaches(vmSession: string, sessionId: string): boolean {
    return this.reached.get(vmSession)?.has(sessionId) ?? false;
  }

  endVmSession(vmSession: string): void {
    this.current.delete(vmSession);
    this.reached.delete(vmSession);
  }
}
