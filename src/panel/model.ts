/**
 * From the stream of events to the tree the panel shows: one node for each span (an execution, an agent call, a tool call, an HTTP
 * request). A span opens with its `start` event and is changed by every later event whose `causation_id` names it.
 *
 * Pure: no clock, no document. Events may begin in the middle (the ring forgets old ones): a span whose parent is unknown becomes a
 * root, and an end without a start is left out.
 */
import { EventTypes, type SourceLine, type SpellEvent } from '../common/events.ts';
import { Attributes, modelName } from '../common/attributes.ts';
import type { JsonObject } from '../common/json.ts';

export type SpanKind = 'execution' | 'agent' | 'tool' | 'http' | 'notice';
/** `stopped`: waits in the debugger. `cancelled`: ended from outside (terminate, interrupt). */
export type SpanStatus = 'running' | 'stopped' | 'ok' | 'error' | 'cancelled';

export interface Span {
  readonly id: string;
  readonly kind: SpanKind;
  readonly start: SpellEvent;
  readonly parent: Span | undefined;
  readonly children: Span[];
  title: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  endedAt: number | undefined;
  status: SpanStatus;
  source: SourceLine | undefined;
  model: string | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  httpStatus: number | undefined;
  /** Of an agent: the answer so far. */
  text: string;
  /** Pieces of the answer, or chunks of the body. */
  chunks: number;
  /** Bytes of the response body that have arrived. */
  received: number;
  error: string | undefined;
  /** The kernel left message content and bodies out of these events. */
  contentOmitted: boolean;
  /** The events after `start` that tell more (response head, end, error), for the details. */
  readonly later: SpellEvent[];
}

/** Spans that are kept; beyond it the oldest executions that have ended are forgotten. */
export const MAX_SPANS = 20_000;

const KIND_OF_START: Partial<Record<string, SpanKind>> = {
  [EventTypes.ExecutionStart]: 'execution',
  [EventTypes.AgentStart]: 'agent',
  [EventTypes.ToolStart]: 'tool',
  [EventTypes.HttpRequest]: 'http',
};

export class SpanTree {
  readonly roots: Span[] = [];
  readonly #spans = new Map<string, Span>();
  /** By `execution_id`: debugger events belong to the execution, whatever caused them. */
  readonly #executions = new Map<string, Span>();
  readonly #limit: number;

  constructor(limit = MAX_SPANS) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#spans.size;
  }

  get(id: string): Span | undefined {
    return this.#spans.get(id);
  }

  apply(events: readonly SpellEvent[]): void {
    for (const event of events) this.#apply(event);
    if (this.#spans.size > this.#limit) this.#forget();
  }

  clear(): void {
    this.roots.length = 0;
    this.#spans.clear();
    this.#executions.clear();
  }

  #apply(event: SpellEvent): void {
    const kind = KIND_OF_START[event.event_type];
    if (kind !== undefined) {
      this.#open(event, kind);
    } else if (event.event_type === EventTypes.KernelEventsDropped) {
      const dropped = event.data['count'];
      this.#open(event, 'notice').title = `${typeof dropped === 'number' ? dropped : 'Some'} events were dropped: the kernel made them faster than they could be shown`;
    } else if (event.event_type === EventTypes.KernelStop) {
      this.#endAll(event);
    } else {
      const span = this.#spanOf(event);
      if (span !== undefined) change(span, event);
    }
  }

  #spanOf(event: SpellEvent): Span | undefined {
    const caused = event.causation_id === undefined ? undefined : this.#spans.get(event.causation_id);
    if (!event.event_type.startsWith('debug.') && event.event_type !== EventTypes.ExecutionEnd) return caused;
    return event.execution_id === undefined ? caused : (this.#executions.get(event.execution_id) ?? caused);
  }

  #open(event: SpellEvent, kind: SpanKind): Span {
    const known = this.#spans.get(event.id);
    if (known !== undefined) return known;
    const parent = event.causation_id === undefined ? undefined : this.#spans.get(event.causation_id);
    const span: Span = {
      id: event.id,
      kind,
      start: event,
      parent,
      children: [],
      title: titleOf(event, kind),
      startedAt: Date.parse(event.timestamp),
      endedAt: kind === 'notice' ? Date.parse(event.timestamp) : undefined,
      status: kind === 'notice' ? 'cancelled' : 'running',
      source: event.source,
      model: modelName(event.attributes),
      inputTokens: undefined,
      outputTokens: undefined,
      httpStatus: undefined,
      text: '',
      chunks: 0,
      received: 0,
      error: undefined,
      contentOmitted: omitted(event),
      later: [],
    };
    this.#spans.set(span.id, span);
    if (kind === 'execution' && event.execution_id !== undefined) this.#executions.set(event.execution_id, span);
    (parent?.children ?? this.roots).push(span);
    return span;
  }

  /** The kernel is gone: nothing that still runs will ever tell its end. */
  #endAll(event: SpellEvent): void {
    for (const span of this.#spans.values()) {
      if (span.endedAt !== undefined || span.start.kernel_id !== event.kernel_id) continue;
      span.endedAt = Date.parse(event.timestamp);
      span.status = 'cancelled';
    }
  }

  #forget(): void {
    for (let i = 0; i < this.roots.length && this.#spans.size > this.#limit; ) {
      const root = this.roots[i]!;
      if (root.endedAt === undefined) {
        i++;
        continue;
      }
      this.roots.splice(i, 1);
      this.#drop(root);
    }
  }

  #drop(span: Span): void {
    this.#spans.delete(span.id);
    if (span.start.execution_id !== undefined && this.#executions.get(span.start.execution_id) === span) this.#executions.delete(span.start.execution_id);
    for (const child of span.children) this.#drop(child);
  }
}

/** What an event says of the span it belongs to. */
function change(span: Span, event: SpellEvent): void {
  const data: JsonObject = event.data;
  if (omitted(event)) span.contentOmitted = true;
  switch (event.event_type) {
    case EventTypes.AgentDelta:
      span.chunks++;
      if (typeof data['text'] === 'string') span.text += data['text'];
      return;
    case EventTypes.HttpChunk:
      span.chunks++;
      span.received += numberAttribute(event, Attributes.ChunkSize) ?? 0;
      return;
    case EventTypes.DebugStopped:
      if (span.endedAt === undefined) span.status = 'stopped';
      return;
    case EventTypes.DebugContinued:
      if (span.status === 'stopped') span.status = 'running';
      return;
    case EventTypes.HttpResponse:
      span.httpStatus = numberAttribute(event, Attributes.HttpStatus);
      span.later.push(event);
      return;
    case EventTypes.AgentEnd:
    case EventTypes.ToolEnd:
    case EventTypes.HttpEnd:
      if (typeof data['text'] === 'string') span.text = data['text'];
      span.received = numberAttribute(event, Attributes.HttpResponseSize) ?? span.received;
      end(span, event, (span.httpStatus ?? 0) >= 400 ? 'error' : 'ok');
      return;
    case EventTypes.AgentError:
    case EventTypes.ToolError:
    case EventTypes.HttpError:
      span.error = typeof data['message'] === 'string' ? data['message'] : 'failed';
      end(span, event, data['code'] === 'cancelled' ? 'cancelled' : 'error');
      return;
    case EventTypes.ExecutionEnd:
      if (typeof data['error'] === 'string') span.error = data['error'];
      end(span, event, executionStatus(data));
      return;
    default:
      span.later.push(event);
  }
}

function end(span: Span, event: SpellEvent, status: SpanStatus): void {
  span.endedAt = Date.parse(event.timestamp);
  span.status = status;
  span.model = modelName({ ...span.start.attributes, ...event.attributes });
  span.inputTokens = numberAttribute(event, Attributes.InputTokens) ?? span.inputTokens;
  span.outputTokens = numberAttribute(event, Attributes.OutputTokens) ?? span.outputTokens;
  span.later.push(event);
}

function executionStatus(data: JsonObject): SpanStatus {
  if (data['reason'] === 'terminated' || data['reason'] === 'interrupted') return 'cancelled';
  return data['exit_code'] === 0 ? 'ok' : 'error';
}

function titleOf(event: SpellEvent, kind: SpanKind): string {
  const data: JsonObject = event.data;
  switch (kind) {
    case 'execution':
      return typeof data['program'] === 'string' ? fileName(data['program']) : 'Lua code';
    case 'agent':
      return textAttribute(event, Attributes.AgentName) ?? (typeof data['agent'] === 'string' ? data['agent'] : 'agent');
    case 'tool':
      return typeof data['tool'] === 'string' ? data['tool'] : 'tool';
    case 'http':
      return `${textAttribute(event, Attributes.HttpMethod) ?? 'GET'} ${textAttribute(event, Attributes.UrlFull) ?? ''}`.trim();
    case 'notice':
      return '';
  }
}

const fileName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
const omitted = (event: SpellEvent): boolean => event.attributes[Attributes.Content] === 'omitted';

function textAttribute(event: SpellEvent, name: string): string | undefined {
  const value = event.attributes[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberAttribute(event: SpellEvent, name: string): number | undefined {
  const value = event.attributes[name];
  return typeof value === 'number' ? value : undefined;
}
