/** What happens to sessions, as events of the call that made it happen. */
import { Attributes } from '../../common/attributes.ts';
import type { SessionEventData } from '../../common/event-data.ts';
import { EventTypes, type EventType } from '../../common/events.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import type { SessionHappening, Tell } from './sessions.ts';

const TYPES: Readonly<Record<SessionHappening, EventType>> = {
  created: EventTypes.SessionCreated,
  saved: EventTypes.SessionSaved,
  updated: EventTypes.SessionUpdated,
  suspended: EventTypes.SessionSuspended,
  resumed: EventTypes.SessionResumed,
  completed: EventTypes.SessionCompleted,
  failed: EventTypes.SessionFailed,
  archived: EventTypes.SessionArchived,
  deleted: EventTypes.SessionDeleted,
};

export function tellEvents(call: HostCall, runtime: Runtime): Tell {
  const events = runtime.eventsOf(call);
  return (happening, { id, name, status, failureReason }) => {
    const data: SessionEventData = { status, name: events.content(name), reason: events.content(failureReason) };
    events.emit(TYPES[happening], { causationId: call.causationId, attributes: { [Attributes.SessionId]: id }, data });
  };
}
