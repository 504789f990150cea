/**
 * Where every event of a kernel is made and handed on: gives it id, time and sequence, takes secrets out, keeps the last ones, and calls
 * the subscribers. Synchronous: a subscriber has seen an event before `emit` returns, so that order is the same for everybody.
 */
import { randomUUID } from 'node:crypto';
import { createRedactor, type Redactor } from '../../base/redact.ts';
import { EVENT_SCHEMA_VERSION, type EventType, type SourceLine, type SpellEvent } from '../../common/events.ts';
import type { Json } from '../../common/json.ts';
import { EventRing } from './ring.ts';

type AttributeValue = string | number | boolean | readonly string[];

/** What a producer says; the bus adds the rest. Fields and entries that are undefined are left out. */
export interface NewEvent {
  readonly type: EventType;
  readonly sessionId?: string | undefined;
  readonly executionId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly source?: SourceLine | undefined;
  readonly attributes?: Readonly<Record<string, AttributeValue | undefined>>;
  readonly data?: Readonly<Record<string, Json | undefined>>;
}

export type EventListener = (event: SpellEvent) => void;

export interface EventBusOptions {
  readonly kernelId: string;
  /** Events kept for `since`. */
  readonly capacity?: number;
  /** Characters of text that the kept events may hold together. */
  readonly maxKeptText?: number;
  readonly redactor?: Redactor;
  readonly now?: () => Date;
  readonly newId?: () => string;
  /** A subscriber threw: it is told of here, and the others still get the event. */
  readonly onListenerError?: (error: unknown) => void;
}

const DEFAULT_CAPACITY = 10_000;
const DEFAULT_MAX_KEPT_TEXT = 32 * 1024 * 1024;

export class EventBus {
  readonly kernelId: string;
  /** Values to keep out of every event from now on are added here. */
  readonly redactor: Redactor;
  private readonly ring: EventRing;
  private readonly subscriptions = new Set<{ readonly prefix: string; readonly listener: EventListener }>();
  private readonly now: () => Date;
  private readonly newId: () => string;
  private readonly onListenerError: (error: unknown) => void;
  private last = 0;

  constructor(options: EventBusOptions) {
    this.kernelId = options.kernelId;
    this.redactor = options.redactor ?? createRedactor();
    this.ring = new EventRing(options.capacity ?? DEFAULT_CAPACITY, options.maxKeptText ?? DEFAULT_MAX_KEPT_TEXT);
    this.now = options.now ?? (() => new Date());
    this.newId = options.newId ?? randomUUID;
    this.onListenerError = options.onListenerError ?? (() => undefined);
  }

  /** The sequence of the newest event; 0 before the first. */
  get sequence(): number {
    return this.last;
  }

  emit(event: NewEvent): SpellEvent {
    const made: SpellEvent = {
      id: this.newId(),
      event_type: event.type,
      timestamp: this.now().toISOString(),
      sequence: (this.last += 1),
      kernel_id: this.kernelId,
      ...(event.sessionId !== undefined && { session_id: event.sessionId }),
      ...(event.executionId !== undefined && { execution_id: event.executionId }),
      ...(event.correlationId !== undefined && { correlation_id: event.correlationId }),
      ...(event.causationId !== undefined && { causation_id: event.causationId }),
      ...(event.source !== undefined && { source: event.source }),
      attributes: this.redactor.json(withoutUndefined(event.attributes ?? {})),
      data: this.redactor.json(withoutUndefined(event.data ?? {})),
      schema_version: EVENT_SCHEMA_VERSION,
    };
    this.publish(made);
    return made;
  }

  /** An event of another kernel that works for this one: it keeps its id, its cause and its time, and gets its place in the order here. */
  relay(event: SpellEvent): void {
    this.publish({ ...event, sequence: (this.last += 1), kernel_id: this.kernelId });
  }

  /** Events whose type starts with `prefix` (`agent.`, or `` for all). Answers the function that ends the subscription. */
  subscribe(prefix: string, listener: EventListener): () => void {
    const subscription = { prefix, listener };
    this.subscriptions.add(subscription);
    return () => void this.subscriptions.delete(subscription);
  }

  /** Kept events newer than `sequence`, oldest first. The first one's sequence shows whether older ones are gone. */
  since(sequence: number): SpellEvent[] {
    return this.ring.since(sequence);
  }

  private publish(made: SpellEvent): void {
    this.ring.push(made);
    for (const { prefix, listener } of [...this.subscriptions]) {
      if (!made.event_type.startsWith(prefix)) continue;
      try {
        listener(made);
      } catch (error) {
        this.onListenerError(error);
      }
    }
  }
}

function withoutUndefined<T>(entries: Readonly<Record<string, T | undefined>>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) kept[key] = value;
  return kept;
}
