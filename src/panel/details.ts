/** Everything that is known of the selected row, as text that can be selected and copied. */
import { html, nothing, type TemplateResult } from 'lit';
import { EventTypes, type SourceLine, type SpellEvent } from '../common/events.ts';
import type { Json, JsonObject } from '../common/json.ts';
import type { Span } from './model.ts';
import { bytes, clock, pretty } from './format.ts';
import { elapsed, kindIcon, kindWord, statusWord } from './row.ts';

export interface DetailActions {
  reveal(source: SourceLine): void;
  close(): void;
}

export function details(span: Span, now: number, actions: DetailActions): TemplateResult {
  return html`
    <section class="details" aria-label="Details of ${span.title}">
      <header>
        <span class="codicon codicon-${kindIcon(span)}" data-kind=${span.kind}></span>
        <h2 title=${span.title}>${span.title}</h2>
        ${span.source === undefined ? nothing : sourceLink(span.source, actions)}
        <button class="icon" title="Close details" aria-label="Close details" @click=${() => actions.close()}><span class="codicon codicon-close"></span></button>
      </header>
      <dl>
        ${facts(span, now).map(([name, value]) => html`<dt>${name}</dt><dd data-fact=${name}>${value}</dd>`)}
      </dl>
      ${span.contentOmitted
        ? html`<p class="omitted" role="note">
            <span class="codicon codicon-eye-closed"></span>Prompts, answers and bodies are left out: this kernel is reached over TCP, where anyone on the machine could
            listen. Calls, times and sizes are complete.
          </p>`
        : nothing}
      ${sections(span).map(([title, text]) => html`<h3>${title}</h3><pre data-section=${title}>${text}</pre>`)}
    </section>
  `;
}

function sourceLink(source: SourceLine, actions: DetailActions): TemplateResult {
  const name = source.file.slice(Math.max(source.file.lastIndexOf('/'), source.file.lastIndexOf('\\')) + 1);
  return html`<button class="link" title="${source.file}:${source.line}" @click=${() => actions.reveal(source)}>${name}:${source.line}</button>`;
}

type Fact = readonly [string, string];

function facts(span: Span, now: number): Fact[] {
  const some = (name: string, value: string | number | undefined): Fact[] => (value === undefined || value === '' ? [] : [[name, String(value)]]);
  return [
    ['Kind', kindWord(span)],
    ['Status', span.httpStatus === undefined ? statusWord(span) : `${span.httpStatus}, ${statusWord(span)}`],
    ['Started', clock(span.startedAt)],
    ['Took', elapsed(span, now)],
    ...some('Model', span.model),
    ...some('Input tokens', span.inputTokens),
    ...some('Output tokens', span.outputTokens),
    ...(span.received > 0 ? some('Received', bytes(span.received)) : []),
    ...(span.chunks > 0 ? some('Pieces', span.chunks) : []),
  ];
}

/** Longer texts of a span: title and text, in the order in which they came to be. */
function sections(span: Span): Fact[] {
  const list: Fact[] = [];
  const add = (title: string, value: Json | undefined): void => {
    if (value !== undefined && value !== '' && value !== null) list.push([title, pretty(value)]);
  };
  const start: JsonObject = span.start.data;
  if (span.kind === 'execution') add('Program', start['program']);
  if (span.kind === 'agent') {
    add('System prompt', start['system_prompt']);
    add('Prompt', start['prompt']);
    add(span.endedAt === undefined ? 'Answer so far' : 'Answer', span.text);
  }
  if (span.kind === 'tool') add('Parameters', start['parameters']);
  if (span.kind === 'http') {
    add('Request headers', headers(start['headers']));
    add('Request body', start['body']);
    for (const event of span.later) httpSections(event, add);
  }
  if (span.kind === 'tool') for (const event of span.later) add('Result', event.data['result']);
  add('Error', span.error);
  add('Attributes', attributes(span));
  return list;
}

function httpSections(event: SpellEvent, add: (title: string, value: Json | undefined) => void): void {
  if (event.event_type === EventTypes.HttpResponse) add('Response headers', headers(event.data['headers']));
  if (event.event_type === EventTypes.HttpEnd) add('Response body', event.data['body']);
}

function headers(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value)
    .map(([name, text]) => `${name}: ${typeof text === 'string' ? text : JSON.stringify(text)}`)
    .join('\n');
}

/** Later events say more of the same span, so theirs are added. */
function attributes(span: Span): string | undefined {
  const all = Object.assign({}, span.start.attributes, ...span.later.map((event) => event.attributes)) as Record<string, unknown>;
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  return lines.length === 0 ? undefined : lines.sort().join('\n');
}
