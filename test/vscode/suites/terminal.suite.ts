/** What VS Code's terminals know of their window, and what the window does for a program that asks to be debugged. */
import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { attachLine, EDITOR_ATTACH_VARIABLE, parseAttachReply, type EditorAttachReply } from '../../../src/common/editor-attach.ts';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { extensionApi } from '../support/extension-api.ts';
import { breakAt, inWorkspace, lineOf } from '../support/places.ts';
import { TcpKernel } from '../support/tcp-kernel.ts';
import { HAS_TERMINALS } from '../support/terminals.ts';

const WAITS = 'fixtures/waits.lua';
const BASICS = 'fixtures/basics.lua';
const ASKS = 'fixtures/asks.lua';

/** Types a command into a new terminal whose shell reads no start-up files. */
function typeInTerminal(command: string): vscode.Terminal {
  const terminal = vscode.window.createTerminal({ name: 'test', shellPath: '/bin/sh', cwd: inWorkspace('.') });
  terminal.sendText(command);
  return terminal;
}

/** What a command writes to a file, once it is there whole. */
async function outputOf(command: string): Promise<string> {
  const file = inWorkspace('terminal-output.txt');
  const terminal = typeInTerminal(`(${command}) > terminal-output.part 2>&1; mv terminal-output.part terminal-output.txt`);
  await eventually(`the output of ${command}`, () => existsSync(file));
  terminal.dispose();
  const text = readFileSync(file, 'utf8');
  await vscode.workspace.fs.delete(vscode.Uri.file(file));
  return text;
}

(HAS_TERMINALS ? describe : describe.skip)('terminals of the window', () => {
  let socket = '';
  afterEach(endAllSessions);

  it('know the command llmspell and the private socket of the window', async () => {
    const [version, , node] = (await outputOf('llmspell --version; command -v llmspell; echo "$LLMSPELL_NODE"')).split('\n');
    assert.match(version!, /^llmspell \d+\.\d+\.\d+$/);
    assert.ok(existsSync(node!));
    socket = (await outputOf(`printenv ${EDITOR_ATTACH_VARIABLE}`)).trim();
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(socket)).mode & 0o777, 0o700);
  });

  it('do not when the setting is off', async () => {
    const section = vscode.workspace.getConfiguration('llmspell');
    await section.update('autoAttach', false, vscode.ConfigurationTarget.Global);
    try {
      assert.equal((await outputOf(`printenv ${EDITOR_ATTACH_VARIABLE}; command -v llmspell; echo end`)).trim(), 'end');
      assert.equal(existsSync(socket), false, 'the socket is gone');
    } finally {
      await section.update('autoAttach', undefined, vscode.ConfigurationTarget.Global);
    }
    socket = (await outputOf(`printenv ${EDITOR_ATTACH_VARIABLE}`)).trim();
    assert.ok(existsSync(socket));
  });

  it('debug what `llmspell run --debug` starts, in this window', async () => {
    breakAt(BASICS, 'top');
    const session = DebugRun.nextSession();
    const terminal = typeInTerminal(`llmspell run --debug ${BASICS} > run-debug.txt 2>&1; echo "code $?" >> run-debug.txt`);
    try {
      const run = await session;
      const stop = await run.stopped();
      assert.equal(stop.frames[0]!.line, lineOf(BASICS, 'top'));
      assert.equal(await run.evaluate('#numbers', stop.frames[0]!), '3');
      await run.do('continue');
      const output = await eventually('the end of the program', () => readFileSync(inWorkspace('run-debug.txt'), 'utf8'), (text) => text.includes('code '));
      assert.match(output, /total\t45\n[^]*code 0\n$/);
      await eventually('the end of the session', () => run.recording.hasEnded);
    } finally {
      terminal.dispose();
    }
  });

  it('and show here what its agents do: in the panel, and their answers at the lines that ask', async () => {
    const { events, inlineAnswers } = await extensionApi();
    breakAt(ASKS, 'asked');
    const session = DebugRun.nextSession();
    const terminal = typeInTerminal(`llmspell run --debug ${ASKS} > /dev/null 2>&1`);
    try {
      const run = await session;
      assert.equal((await run.stopped()).frames[0]!.line, lineOf(ASKS, 'asked'));
      const shown = await eventually('the answer at its line', () => inlineAnswers.shownAt(inWorkspace(ASKS), lineOf(ASKS, 'ask'))?.answers.at(-1), (answer) => answer?.status === 'done');
      assert.match(shown!.text, /^\[demo\] .*the sea/);
      const asked = events().filter(({ event_type, source }) => event_type === 'agent.start' && source?.file === inWorkspace(ASKS));
      const kernel = asked.at(-1)!.kernel_id;
      assert.deepEqual(asked.filter(({ kernel_id }) => kernel_id === kernel).map(({ data }) => data['prompt']), ['the sea', 'round 1', 'round 2', 'round 3']);
      await run.do('continue');
      await eventually('the end of the session', () => run.recording.hasEnded);
    } finally {
      terminal.dispose();
    }
  });

  describe('the window', () => {
    let kernel: TcpKernel;
    before(async () => {
      kernel = await TcpKernel.start('asked.json');
      await kernel.launchAndLeave(inWorkspace(WAITS));
    });
    after(() => kernel.stop());

    const ask = (request: object): Promise<EditorAttachReply | undefined> =>
      new Promise((resolve, reject) => {
        let said = '';
        const connection = connect(socket, () => connection.write(attachLine({ type: 'attach', cwd: inWorkspace('.'), program: inWorkspace(WAITS), connectionFile: inWorkspace('asked.json'), ...request })));
        connection.setEncoding('utf8').on('data', (text: string) => (said += text));
        connection.on('error', reject);
        connection.on('close', () => resolve(parseAttachReply(said)));
      });

    it('attaches to the program that asks', async () => {
      breakAt(WAITS, 'round');
      const session = DebugRun.nextSession();
      assert.deepEqual(await ask({}), { ok: true });
      const run = await session;
      assert.equal(run.session.name, 'Lua: waits.lua (terminal)');
      assert.equal(run.session.workspaceFolder?.uri.fsPath, inWorkspace('.').replace(/\/$/, ''));
      assert.equal((await run.stopped()).frames[0]!.line, lineOf(WAITS, 'round'));
      await run.disconnected();
    });

    it('refuses what is no kernel, with the reason', async () => {
      const started: vscode.DebugSession[] = [];
      const listening = vscode.debug.onDidStartDebugSession((session) => started.push(session));
      for (const [request, reason] of [
        [{ connectionFile: inWorkspace('gone.json') }, /no connection file/],
        [{ connectionFile: 'asked.json' }, /absolute/],
        [{ connectionFile: inWorkspace('agents.lua') }, /cannot read the connection file/],
        [{ program: 7 }, /does not understand/],
      ] as const) {
        const reply = await ask(request);
        assert.ok(reply?.ok === false, JSON.stringify(request));
        assert.match(reply.message, reason);
      }
      listening.dispose();
      assert.deepEqual(started, []);
    });
  });
});
