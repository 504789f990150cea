/**
 * The list of rows as an ARIA tree. Rows are equally high, so only those that can be seen are in the document: ten thousand rows
 * cost as much as fifty. The focus stays on the list; `aria-activedescendant` names the current row.
 */
import { LitElement, html, type TemplateResult } from 'lit';
import type { Span } from './model.ts';
import { move, visibleWindow, type Key, type Row } from './rows.ts';
import { rowTemplate } from './row.ts';

export interface TreeActions {
  select(id: string | undefined): void;
  toggle(id: string): void;
  /** Go to the Lua line. */
  open(span: Span): void;
}

/** As `.row` in panel.css. */
const ROW_HEIGHT = 22;
const KEYS: ReadonlySet<string> = new Set<Key>(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageDown', 'PageUp']);

class SpellTree extends LitElement {
  static override properties = {
    rows: { attribute: false },
    selected: { attribute: false },
    now: { attribute: false },
    actions: { attribute: false },
  };
  declare rows: readonly Row[];
  declare selected: string | undefined;
  declare now: number;
  declare actions: TreeActions;

  #scrollTop = 0;
  #height = 400;
  /** The list follows what is new while its end is in sight, as a terminal does; but not while a row above the last is being read. */
  #following = true;
  readonly #resized = new ResizeObserver(() => {
    this.#height = this.clientHeight;
    this.requestUpdate();
  });

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute('role', 'tree');
    this.setAttribute('aria-label', 'Executions, agent calls and HTTP requests');
    this.addEventListener('scroll', this.#scrolled, { passive: true });
    this.addEventListener('keydown', this.#key);
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('scroll', this.#scrolled);
    this.removeEventListener('keydown', this.#key);
    this.#resized.disconnect();
  }

  protected override render(): TemplateResult {
    const { first, end } = visibleWindow(this.rows.length, ROW_HEIGHT, this.#scrollTop, this.#height);
    const shown = this.rows.slice(first, end);
    // `.style` sets the property: the attribute is not allowed by the content security policy.
    return html`
      <div class="sizer" role="presentation" .style=${`height:${this.rows.length * ROW_HEIGHT}px`}>
        <div class="rows" role="presentation" .style=${`transform:translateY(${first * ROW_HEIGHT}px)`}>
          ${shown.map((row) => rowTemplate(row, row.span.id === this.selected, this.now, this.actions))}
        </div>
      </div>
    `;
  }

  protected override updated(): void {
    if (this.selected === undefined) this.removeAttribute('aria-activedescendant');
    else this.setAttribute('aria-activedescendant', `row-${this.selected}`);
    const reading = this.selected !== undefined && this.rows.at(-1)?.span.id !== this.selected;
    if (this.#following && !reading) this.scrollTop = this.scrollHeight;
  }

  readonly #scrolled = (): void => {
    this.#scrollTop = this.scrollTop;
    this.#following = this.scrollTop + this.clientHeight >= this.scrollHeight - ROW_HEIGHT;
    this.requestUpdate();
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const current = this.rows.find((row) => row.span.id === this.selected);
    if (event.key === 'Enter' && current !== undefined) {
      this.actions.open(current.span);
    } else if (event.key === ' ' && current?.expanded !== undefined) {
      this.actions.toggle(current.span.id);
    } else if (event.key === 'Escape') {
      this.actions.select(undefined);
    } else if (KEYS.has(event.key)) {
      const page = Math.max(1, Math.floor(this.#height / ROW_HEIGHT) - 1);
      const step = move(this.rows, this.selected, event.key as Key, page);
      if (step === undefined) return;
      if ('toggle' in step) this.actions.toggle(step.toggle);
      else this.#go(step.select);
    } else {
      return;
    }
    event.preventDefault();
  };

  #go(id: string): void {
    this.actions.select(id);
    const index = this.rows.findIndex((row) => row.span.id === id);
    const top = index * ROW_HEIGHT;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + ROW_HEIGHT > this.scrollTop + this.clientHeight) this.scrollTop = top + ROW_HEIGHT - this.clientHeight;
  }
}
customElements.define('spell-tree', SpellTree);
