/** What happens to the state, as events of the call that made it happen. Writes are many, so they are told only where `[events] emit_state_events` asks. */
import { EventTypes, type EventType } from '../../common/events.ts';
import type { Json } from '../../common/json.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import type { Scope } from './scope.ts';

/** `bytes` is the size of the value, as it is sent. */
export const tellWritten = (call: HostCall, runtime: Runtime, scope: Scope, key: string, bytes: number): void => tell(call, runtime, EventTypes.StateWritten, { scope: scope.name, key, bytes });
export const tellDeleted = (call: HostCall, runtime: Runtime, scope: Scope, key: string): void => tell(call, runtime, EventTypes.StateDeleted, { scope: scope.name, key });

function tell(call: HostCall, runtime: Runtime, type: EventType, data: Record<string, Json>): void {
  const { events } = runtime.config.raw;
  if ((events as { emit_state_events?: Json } | undefined)?.emit_state_events === true) runtime.eventsOf(call).emit(type, { causationId: call.causationId, attributes: {}, data });
}

export function tellBackup(call: HostCall, runtime: Runtime, type: 'state.backup.created' | 'state.backup.restored', backup: string, entries: number): void {
  runtime.eventsOf(call).emit(type, { causationId: call.causationId, attributes: {}, data: { backup, entries } });
}
