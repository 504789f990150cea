/** VS Code's own race: a session that ends while the editor of its stop opens gets the focus after its end, and would keep it. */
import * as assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { breakAt, lineOf } from '../support/places.ts';

const FILE = 'fixtures/basics.lua';
const SLOW = 'llmspell-slow';

interface StackReply {
  readonly command?: string;
  readonly body?: { readonly stackFrames?: readonly { source?: { path?: string } }[] };
}

/** An editor that opens when the test says so. */
class SlowEditor {
  #open!: () => void;
  readonly #mayOpen = new Promise<void>((resolve) => (this.#open = resolve));
  #asked = false;
  readonly #registrations = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SLOW, {
      provideTextDocumentContent: async () => {
        this.#asked = true;
        await this.#mayOpen;
        return 'local text = "that came late"\n'.repeat(100);
      },
    }),
    // What VS Code gets of the stack leads to that editor.
    vscode.debug.registerDebugAdapterTrackerFactory('llmspell', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: ({ command, body }: StackReply) => {
          if (command === 'stackTrace') for (const { source } of body?.stackFrames ?? []) if (source !== undefined) source.path = `${SLOW}:/late.lua`;
        },
      }),
    }),
  );

  async isOpening(): Promise<void> {
    await eventually('the editor of the stop', () => this.#asked);
  }

  open(): void {
    this.#open();
  }

  dispose(): void {
    this.#registrations.dispose();
  }
}

describe('a session that ends while the editor of its stop opens', () => {
  afterEach(endAllSessions);

  /** Answers what has had the focus since the editor opened. */
  async function endedWhileOpening(): Promise<(string | undefined)[]> {
    breakAt(FILE, 'top');
    const editor = new SlowEditor();
    try {
      const run = await DebugRun.launch(FILE);
      await editor.isOpening();
      const terminated = new Promise<void>((resolve) => {
        const listening = vscode.debug.onDidTerminateDebugSession(({ id }) => {
          if (id !== run.session.id) return;
          listening.dispose();
          resolve();
        });
      });
      await vscode.debug.stopDebugging();
      await terminated;
      await eventually('the end of the focus', () => vscode.debug.activeDebugSession === undefined);
      const focused: (string | undefined)[] = [];
      const listening = vscode.debug.onDidChangeActiveDebugSession((session) => focused.push(session?.id));
      editor.open();
      await eventually('the late focus, and its end', () => focused, ({ length }) => length >= 2);
      listening.dispose();
      return focused.map((id) => (id === run.session.id ? 'the ended session' : id));
    } finally {
      editor.dispose();
    }
  }

  it('does not keep the focus, and the next stop is shown', async () => {
    assert.deepEqual(await endedWhileOpening(), ['the ended session', undefined]);
    const next = await DebugRun.launch(FILE);
    assert.equal((await next.stopped()).frames[0]!.line, lineOf(FILE, 'top'));
    await next.do('continue');
    assert.equal(await next.ended(), 0);
  });
});
