/**
 * The "Spell Events" view: the tree of what scripts do, and beside it the details of the selected row. It holds the model, what is
 * open and what is selected; drawing the rows is the tree's part (tree-view.ts).
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { FromPanel, ToPanel } from '../common/panel-messages.ts';
import type { SourceLine } from '../common/events.ts';
import { SpanTree, type Span } from './model.ts';
import { visibleRows } from './rows.ts';
import { details } from './details.ts';
import { emptyState } from './empty.ts';
import './tree-view.ts';

export interface Channel {
  send(message: FromPanel): void;
  readonly saved: unknown;
  save(state: SavedState): void;
}

/** Survives closing the panel; which events there are comes from the extension again. */
interface SavedState {
  readonly collapsed: readonly string[];
  readonly selected: string | undefined;
}

/** How often durations of what still runs are drawn anew. */
const CLOCK_MS = 200;

export class SpellEvents extends LitElement {
  readonly #tree = new SpanTree();
  readonly #collapsed = new Set<string>();
  #selected: string | undefined;
  #notice = '';
  #channel: Channel | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;

  /** Without a shadow root: one stylesheet serves all, icons included. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  connect(channel: Channel): void {
    this.#channel = channel;
    this.#restore(channel.saved);
    window.addEventListener('message', (message: MessageEvent<ToPanel>) => this.#receive(message.data));
    channel.send({ type: 'ready' });
    this.requestUpdate();
  }

  #restore(saved: unknown): void {
    if (typeof saved !== 'object' || saved === null) return;
    const state = saved as Partial<SavedState>;
    for (const id of state.collapsed ?? []) this.#collapsed.add(id);
    this.#selected = state.selected;
  }

  #save(): void {
    // Ids of spans that are forgotten would pile up.
    const collapsed = [...this.#collapsed].filter((id) => this.#tree.get(id) !== undefined);
    this.#channel?.save({ collapsed, selected: this.#selected });
  }

  #receive(message: ToPanel): void {
    if (message.type === 'notice') {
      this.#notice = message.text;
    } else {
      if (message.fresh) this.#tree.clear();
      this.#tree.apply(message.events);
    }
    this.requestUpdate();
  }

  protected override updated(): void {
    const running = this.#tree.roots.some((root) => root.endedAt === undefined);
    if (running && this.#clock === undefined) {
      this.#clock = setInterval(() => this.requestUpdate(), CLOCK_MS);
    } else if (!running && this.#clock !== undefined) {
      clearInterval(this.#clock);
      this.#clock = undefined;
    }
  }

  protected override render(): TemplateResult {
    if (this.#channel === undefined) return html``;
    if (this.#tree.size === 0) return emptyState(this.#notice, (command) => this.#channel?.send({ type: 'command', command }));
    const now = Date.now();
    const selected = this.#selected === undefined ? undefined : this.#tree.get(this.#selected);
    return html`
      ${this.#notice === '' ? nothing : html`<div class="notice" role="status"><span class="codicon codicon-info"></span>${this.#notice}</div>`}
      <div class="columns">
        <spell-tree
          .rows=${visibleRows(this.#tree.roots, this.#collapsed)}
          .selected=${selected?.id}
          .now=${now}
          .actions=${this.#actions}
        ></spell-tree>
        ${selected === undefined ? nothing : details(selected, now, { reveal: this.#reveal, close: () => this.#select(undefined) })}
      </div>
    `;
  }

  readonly #actions = {
    select: (id: string | undefined): void => this.#select(id),
    toggle: (id: string): void => {
      if (!this.#collapsed.delete(id)) this.#collapsed.add(id);
      this.#save();
      this.requestUpdate();
    },
    open: (span: Span): void => {
      if (span.source !== undefined) this.#reveal(span.source);
    },
  };

  #select(id: string | undefined): void {
    this.#selected = id;
    this.#save();
    this.requestUpdate();
  }

  readonly #reveal = (source: SourceLine): void => {
    this.#channel?.send({ type: 'reveal', source });
  };
}
customElements.define('spell-events', SpellEvents);
