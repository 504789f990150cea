/** What is shown before anything has happened: what to do. */
import { html, nothing, type TemplateResult } from 'lit';
import type { FromPanel } from '../common/panel-messages.ts';

type Command = Extract<FromPanel, { type: 'command' }>['command'];

export function emptyState(notice: string, run: (command: Command) => void): TemplateResult {
  return html`
    <div class="empty">
      <span class="codicon codicon-sparkle"></span>
      <h2>Nothing has run yet</h2>
      <p>Open a <code>.lua</code> file and press <kbd>F5</kbd>. Every execution, agent call and HTTP request appears here as it happens; a click on one goes to the line that asked for it.</p>
      <p class="buttons">
        <button @click=${() => run('debugFile')}><span class="codicon codicon-debug-alt"></span>Debug the open file</button>
        <button class="secondary" @click=${() => run('runFile')}><span class="codicon codicon-play"></span>Run it</button>
      </p>
      ${notice === '' ? nothing : html`<p class="notice" role="status">${notice} <button class="link" @click=${() => run('showLog')}>Show the kernel's log</button></p>`}
    </div>
  `;
}
