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

  async function endedWhileOpening(): Promise<void> {
    breakAt(FILE, 'top');
    const editor = new SlowEditor();
    const focused: (string | undefined)[] = [];
    const listening = vscode.Disposable.from(
      editor,
      vscode.debug.onDidChangeActiveDebugSession((session) => focused.push(session?.id)),
      vscode.debug.onDidTerminateDebugSession(() => focused.splice(0)),
    );
    try {
      const run = await DebugRun.launch(FILE);
      await editor.isOpening();
      await vscode.debug.stopDebugging();
      await eventually('the end of the session', () => run.recording.hasEnded);
      editor.open();
      await eventually('the focus on the session that has ended', () => focused, (ids) => ids.includes(run.session.id));
      await eventually('the end of that focus', () => vscode.debug.activeDebugSession === undefined);
    } finally {
      listening.dispose();
    }
  }

  it('does not keep the focus, and the next stop is shown', async () => {
    await endedWhileOpening();
    const next = await DebugRun.launch(FILE);
    assert.equal((await next.stopped()).frames[0]!.line, lineOf(FILE, 'top'));
    await next.do('continue');
    assert.equal(await next.ended(), 0);
  });
});
