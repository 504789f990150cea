/** Emits events on behalf of one host call: whose execution it is and which Lua line asked are the same for all of them. */
import type { Redactor } from '../../base/redact.ts';
import type { EventType, SpellEvent } from '../../common/events.ts';
import type { HostCall } from '../host.ts';
import type { EventBus, NewEvent } from './bus.ts';

export interface CallEvents {
  emit(type: EventType, event: Pick<NewEvent, 'causationId' | 'attributes' | 'data'>): SpellEvent;
  /** For texts that come in pieces or are cut: whole ones are cleaned where the event is made. */
  readonly redactor: Redactor;
  /** `text` when message content may be recorded, else undefined. */
  content<T>(text: T): T | undefined;
}

export function callEvents(bus: EventBus, call: Pick<HostCall, 'context' | 'site'>, captureContent: boolean): CallEvents {
  const { sessionId, executionId, correlationId } = call.context;
  return {
    redactor: bus.redactor,
    emit: (type, event) => bus.emit({ type, sessionId, executionId, correlationId, source: call.site, ...event }),
    content: (text) => (captureContent ? text : undefined),
  };
}
