/** One row of the tree: what it is, how it went, what it cost. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Span } from './model.ts';
import type { Row } from './rows.ts';
import type { TreeActions } from './tree-view.ts';
import { bytes, clock, duration, tokens } from './format.ts';

const KIND_ICON = { execution: 'play-circle', agent: 'sparkle', tool: 'tools', http: 'globe', notice: 'warning' } as const;
const STATUS_ICON = { running: 'loading', stopped: 'debug-pause', ok: 'check', error: 'error', cancelled: 'circle-slash' } as const;
const STATUS_WORD = { running: 'running', stopped: 'stopped in the debugger', ok: 'ok', error: 'failed', cancelled: 'cancelled' } as const;
const KIND_WORD = { execution: 'script', agent: 'agent', tool: 'tool', http: 'HTTP', notice: 'notice' } as const;

export const statusWord = (span: Span): string => STATUS_WORD[span.status];
export const kindWord = (span: Span): string => KIND_WORD[span.kind];
export const kindIcon = (span: Span): string => KIND_ICON[span.kind];

export const elapsed = (span: Span, now: number): string => (span.kind === 'notice' ? '' : duration((span.endedAt ?? now) - span.startedAt));

export function rowTemplate(row: Row, selected: boolean, now: number, actions: TreeActions): TemplateResult {
  const { span } = row;
  return html`
    <div
      class="row ${selected ? 'selected' : ''}"
      role="treeitem"
      id="row-${span.id}"
      data-kind=${span.kind}
      data-status=${span.status}
      aria-level=${row.level}
      aria-posinset=${row.position}
      aria-setsize=${row.siblings}
      aria-selected=${selected}
      aria-expanded=${row.expanded ?? nothing}
      aria-label=${label(span, now)}
      title=${span.error ?? nothing}
      @click=${() => {
        actions.select(span.id);
        actions.open(span);
      }}
      @dblclick=${() => row.expanded !== undefined && actions.toggle(span.id)}
    >
      <span class="name" .style=${`padding-left:${(row.level - 1) * 16}px`}>
        <span
          class="twisty codicon ${row.expanded === undefined ? '' : row.expanded ? 'codicon-chevron-down' : 'codicon-chevron-right'}"
          @click=${(event: Event) => {
            if (row.expanded === undefined) return;
            event.stopPropagation();
            actions.toggle(span.id);
          }}
        ></span>
        <span class="kind codicon codicon-${KIND_ICON[span.kind]}"></span>
        <span class="title">${span.title}</span>
        <span class="preview">${preview(span)}</span>
      </span>
      <span class="cell model">${span.model ?? ''}</span>
      <span class="cell tokens">${span.kind === 'http' ? (span.received > 0 ? bytes(span.received) : '') : tokens(span.inputTokens, span.outputTokens)}</span>
      <span class="cell place">${span.source === undefined ? '' : `${baseName(span.source.file)}:${span.source.line}`}</span>
      <span class="cell time">${clock(span.startedAt)}</span>
      <span class="cell duration">${elapsed(span, now)}</span>
      <span class="cell status">
        ${span.kind === 'notice' ? nothing : html`<span class="codicon codicon-${STATUS_ICON[span.status]} ${span.status === 'running' ? 'codicon-modifier-spin' : ''}"></span>`}
        ${span.httpStatus ?? ''}
      </span>
    </div>
  `;
}

/** The start of the answer or the error, on one line. */
function preview(span: Span): string {
  const text = span.error ?? span.text;
  return text.slice(0, 200).replaceAll(/\s+/g, ' ');
}

function label(span: Span, now: number): string {
  return [`${kindWord(span)} ${span.title}`, statusWord(span), span.httpStatus, elapsed(span, now), span.model].filter((part) => part !== undefined && part !== '').join(', ');
}

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
