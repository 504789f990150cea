/** Sessions as scripts and the command line see them. */
import type { HostValue } from '../../common/values.ts';
import type { Session } from './session.ts';

/** RFC 3339, in UTC. */
export const timeText = (time: number): string => new Date(time).toISOString();

/** What is plain data; the script's own metadata stands apart. */
export function sessionFacts(session: Session, configuredTimeout: number) {
  return {
    id: session.id,
    name: session.name,
    description: session.description,
    tags: session.tags,
    status: session.status,
    created_at: timeText(session.createdAt),
    updated_at: timeText(session.updatedAt),
    parent_session_id: session.parentId,
    timeout_seconds: session.timeoutSeconds ?? configuredTimeout,
    failure_reason: session.failureReason,
    artifact_count: session.artifacts,
  };
}

export const sessionInfo = (session: Session, configuredTimeout: number): HostValue => ({
  ...sessionFacts(session, configuredTimeout),
  custom_metadata: session.metadata === undefined ? {} : { $exact: session.metadata },
});
