/**
 * Takes message content and bodies out of events, for sockets that anyone on the machine can connect to. What is kept is listed: a field
 * that is new stays out until somebody decides otherwise.
 */
import { Attributes } from '../../common/attributes.ts';
import { EventTypes, type EventType, type SpellEvent } from '../../common/events.ts';
import type { Json, JsonObject } from '../../common/json.ts';

const EVERYTHING = '*';

const KEPT: Readonly<Record<EventType, readonly string[] | typeof EVERYTHING>> = {
  [EventTypes.ExecutionStart]: ['program', 'origin', 'debug'],
  [EventTypes.ExecutionEnd]: ['exit_code', 'reason'],
  [EventTypes.AgentStart]: ['agent', 'history'],
  [EventTypes.AgentDelta]: ['index'],
  [EventTypes.AgentEnd]: [],
  [EventTypes.AgentError]: ['code'],
  [EventTypes.ToolStart]: ['tool'],
  [EventTypes.ToolEnd]: [],
  [EventTypes.ToolError]: ['code'],
  [EventTypes.HttpRequest]: [],
  [EventTypes.HttpResponse]: [],
  [EventTypes.HttpChunk]: [],
  [EventTypes.HttpEnd]: [],
  [EventTypes.HttpError]: ['code', 'received'],
  [EventTypes.SessionCreated]: ['status'],
  [EventTypes.SessionSaved]: ['status'],
  [EventTypes.SessionUpdated]: ['status'],
  [EventTypes.SessionSuspended]: ['status'],
  [EventTypes.SessionResumed]: ['status'],
  [EventTypes.SessionCompleted]: ['status'],
  [EventTypes.SessionFailed]: ['status'],
  [EventTypes.SessionArchived]: ['status'],
  [EventTypes.SessionDeleted]: ['status'],
  // A hash tells whoever knows a content that it is here.
  [EventTypes.ArtifactStored]: ['sequence', 'version', 'size'],
  [EventTypes.ArtifactDeleted]: ['sequence', 'version', 'size'],
  [EventTypes.StateWritten]: ['bytes'],
  [EventTypes.StateDeleted]: [],
  [EventTypes.StateBackupCreated]: ['backup', 'entries'],
  [EventTypes.StateBackupRestored]: ['backup', 'entries'],
  [EventTypes.DebugStopped]: ['reason', 'thread'],
  [EventTypes.DebugContinued]: ['thread'],
  [EventTypes.KernelStart]: EVERYTHING,
  [EventTypes.KernelStop]: EVERYTHING,
  [EventTypes.KernelEventsDropped]: EVERYTHING,
};

const REASON = 'this socket can be reached by everyone on the machine';

/** The event as such a socket may carry it; it says so itself when something was left out. */
export function withoutContent(event: SpellEvent): SpellEvent {
  const kept = KEPT[event.event_type];
  if (kept === EVERYTHING) return event;
  const data: Record<string, Json> = {};
  for (const [name, value] of Object.entries(event.data)) if (kept.includes(name)) data[name] = value;
  const attributes = { ...event.attributes };
  const url = attributes[Attributes.UrlFull];
  if (typeof url === 'string') attributes[Attributes.UrlFull] = withoutQuery(url);
  if (Object.keys(data).length === Object.keys(event.data).length && attributes[Attributes.UrlFull] === url) return event;
  return { ...event, attributes: { ...attributes, [Attributes.Content]: 'omitted' }, data: { ...data, content_omitted: REASON } satisfies JsonObject };
}

/** Questions and keys travel in the query too. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/, '');
