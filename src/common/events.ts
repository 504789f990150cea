/**
 * The one event type of the system (design: "Events and records"). Everything that watches a kernel - the panel, the inline
 * answers, the record on disk, server-sent events, OTLP export - reads this shape and no other.
 */
import type { JsonObject } from './json.ts';

export const EVENT_SCHEMA_VERSION = '1.0';

/**
 * Event types. The part before the dot is the producer; clients of the events socket subscribe by prefix (`agent.`).
 * A span is a `*.start` event and the `*.end` or `*.error` event whose `causation_id` is the start's `id`.
 */
export const EventTypes = {
  ExecutionStart: 'execution.start',
  ExecutionEnd: 'execution.end',
  AgentStart: 'agent.start',
  AgentDelta: 'agent.delta',
  AgentEnd: 'agent.end',
  AgentError: 'agent.error',
  ToolStart: 'tool.start',
  ToolEnd: 'tool.end',
  ToolError: 'tool.error',
  HttpRequest: 'http.request',
  HttpResponse: 'http.response',
  HttpChunk: 'http.chunk',
  HttpEnd: 'http.end',
  HttpError: 'http.error',
  SessionCreated: 'session.created',
  SessionSaved: 'session.saved',
  SessionUpdated: 'session.updated',
  SessionSuspended: 'session.suspended',
  SessionResumed: 'session.resumed',
  SessionCompleted: 'session.completed',
  SessionFailed: 'session.failed',
  SessionArchived: 'session.archived',
  SessionDeleted: 'session.deleted',
  ArtifactStored: 'session.artifact.stored',
  ArtifactDeleted: 'session.artifact.deleted',
  StateWritten: 'state.written',
  StateDeleted: 'state.deleted',
  StateBackupCreated: 'state.backup.created',
  StateBackupRestored: 'state.backup.restored',
  DebugStopped: 'debug.stopped',
  DebugContinued: 'debug.continued',
  KernelStart: 'kernel.start',
  KernelStop: 'kernel.stop',
  KernelEventsDropped: 'kernel.events_dropped',
} as const;
export type EventType = (typeof EventTypes)[keyof typeof EventTypes];

/** The line of Lua that asked for what the event tells. `file` is an absolute path as the client named it. Lines count from 1. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

export interface SpellEvent {
  /** Unique in all kernels (UUID). */
  readonly id: string;
  readonly event_type: EventType;
  /** RFC 3339, UTC, milliseconds. */
  readonly timestamp: string;
  /** Counts from 1 in one kernel, without gaps: a gap at the client means events were dropped. */
  readonly sequence: number;
  readonly kernel_id: string;
  /** The VM session. */
  readonly session_id?: string;
  readonly execution_id?: string;
  /** Groups everything that one outside request caused (one F5, one Jupyter cell). */
  readonly correlation_id?: string;
  /** The `id` of the event that caused this one: the parent in the tree; for `*.end` and `*.error` the span's start. */
  readonly causation_id?: string;
  readonly source?: SourceLine;
  /** OpenTelemetry names (`gen_ai.*`, `http.*`) where one exists, else `llmspell.*`. */
  readonly attributes: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** What is particular to the type; message content only here, so that it can be left out as a whole. */
  readonly data: JsonObject;
  readonly schema_version: typeof EVENT_SCHEMA_VERSION;
}
