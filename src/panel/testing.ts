/** Makes events for the unit tests of the panel, as a kernel would send them. */
import { EVENT_SCHEMA_VERSION, type EventType, type SpellEvent } from '../common/events.ts';

export interface Fields extends Partial<Omit<SpellEvent, 'event_type'>> {
  /** Milliseconds after the start of the story. */
  readonly at?: number;
}

/** A maker of events that count up, each at its own millisecond unless `at` says when. */
export function story(kernel = 'kernel-1'): (type: EventType, fields?: Fields) => SpellEvent {
  let sequence = 0;
  return (event_type, { at, ...fields } = {}) => {
    sequence++;
    return {
      id: `event-${sequence}`,
      event_type,
      timestamp: new Date(Date.UTC(2026, 0, 1) + (at ?? sequence)).toISOString(),
      sequence,
      kernel_id: kernel,
      execution_id: 'execution-1',
      attributes: {},
      data: {},
      schema_version: EVENT_SCHEMA_VERSION,
      ...fields,
    };
  };
}
