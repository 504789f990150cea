/** Which sessions a list shall hold. */
import type { SessionStatus } from './life-cycle.ts';
import type { Session } from './session.ts';

export interface SessionFilter {
  readonly status?: SessionStatus | undefined;
  /** All of them. */
  readonly tags?: readonly string[] | undefined;
  readonly parentId?: string | undefined;
  readonly limit?: number | undefined;
}

export function matches(session: Session, { status, tags = [], parentId }: SessionFilter): boolean {
  return (status === undefined || session.status === status) && (parentId === undefined || session.parentId === parentId) && tags.every((tag) => session.tags.includes(tag));
}
