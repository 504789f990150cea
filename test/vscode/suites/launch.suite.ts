/** launch.json and the ways to start: types, arguments, picking a kernel, compounds. */
import * as assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { DebugRun, endAllSessions } from '../support/debug-run.ts';
import { eventually } from '../support/eventually.ts';
import { breakAt, inWorkspace, lineOf } from '../support/places.ts';
import { TcpKernel } from '../support/tcp-kernel.ts';

const ARGUMENTS = 'fixtures/arguments.lua';
const WAITS = 'fixtures/waits.lua';

/** Accepts the entry that has the focus in the list that opens. */
async function acceptPick<T>(asking: Thenable<T>): Promise<T> {
  let answered = false;
  void asking.then(() => (answered = true));
  await eventually('an answer to the pick', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return answered;
  });
  return asking;
}

describe('launch configurations', () => {
  afterEach(endAllSessions);

  it('take arguments as a list, or as one text that is split as in a shell', async () => {
    for (const args of [['one', 'two words', ''], `one 'two words' ""`]) {
      const run = await DebugRun.launch(ARGUMENTS, { args });
      assert.equal(await run.ended(), 0);
      assert.equal(run.output(), '3\tone\ttwo words\t\ndone\n');
    }
  });

  it('of a wrong type are refused before anything starts', async () => {
    const program = inWorkspace(ARGUMENTS);
    const started: vscode.DebugSession[] = [];
    const listening = vscode.debug.onDidStartDebugSession((session) => started.push(session));
    for (const wrong of [{ request: 'lunch' }, { args: [1] }, { args: 'an open "quote' }, { stopOnEntry: 'yes' }, { env: { A: 1 } }, { console: 'nowhere' }]) {
      const configuration = { type: 'llmspell', request: 'launch', name: 'wrong', program, ...wrong };
      assert.equal(await DebugRun.attempt(configuration).then(undefined, () => false), false, JSON.stringify(wrong));
    }
    listening.dispose();
    assert.deepEqual(started, []);
  });
});

describe('attach to a kernel that is picked', () => {
  const kernels: TcpKernel[] = [];
  before(async () => {
    kernels.push(await TcpKernel.start('picked-one.json'));
    await kernels[0]!.launchAndLeave(inWorkspace(WAITS));
  });
  after(() => Promise.all(kernels.map((kernel) => kernel.stop())));
  afterEach(endAllSessions);

  it('needs no port when one kernel runs', async () => {
    breakAt(WAITS, 'round');
    const run = await DebugRun.start({ type: 'llmspell', request: 'attach', name: 'attach' });
    assert.equal(run.session.configuration['port'], kernels[0]!.connection.dap_port);
    assert.equal((await run.stopped()).frames[0]!.line, lineOf(WAITS, 'round'));
    await run.disconnected();
  });

  it('asks when several run: in launch.json, without a port, and by the command', async () => {
    kernels.push(await TcpKernel.start('picked-two.json'));
    await kernels[1]!.launchAndLeave(inWorkspace(WAITS));
    const ports = kernels.map(({ connection }) => connection.dap_port);
    const configuration = { type: 'llmspell', request: 'attach', name: 'attach' };
    for (const start of [
      () => vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration),
      () => vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { ...configuration, connectionFile: '${command:pickKernel}' }),
      () => vscode.commands.executeCommand('llmspell.attachToKernel'),
    ]) {
      breakAt(WAITS, 'round');
      const session = DebugRun.nextSession();
      await acceptPick(start());
      const run = await session;
      assert.ok(ports.includes(run.session.configuration['port'] as number));
      await run.stopped();
      await run.disconnected();
      await endAllSessions();
    }
  });

  it('leaves kernels out that have ended', async () => {
    const [gone] = kernels.splice(1);
    await gone!.stop();
    const picked = await acceptPick(vscode.commands.executeCommand<string>('llmspell.pickKernel'));
    assert.match(picked, /kernel-[^/]*\.json$/);
    assert.equal((JSON.parse(readFileSync(picked, 'utf8')) as { dap_port: number }).dap_port, kernels[0]!.connection.dap_port);
  });
});

describe('launch.json in the editor', () => {
  after(() => rmSync(inWorkspace('.vscode'), { recursive: true, force: true }));
  afterEach(endAllSessions);

  it('explains attributes, and completes them with their values', async () => {
    const text = '{\n  "configurations": [\n    {\n      "type": "llmspell",\n      "request": "launch",\n      "name": "x",\n      "program": "${file}",\n      "console": "",\n      \n    }\n  ]\n}\n';
    mkdirSync(inWorkspace('.vscode'), { recursive: true });
    writeFileSync(inWorkspace('.vscode/launch.json'), text);
    const { document } = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace('.vscode/launch.json')));
    const labels = async (position: vscode.Position): Promise<string[]> => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const values = await eventually('the values of console', () => labels(new vscode.Position(7, 18)), (all) => all.some((label) => label.includes('integratedTerminal')));
    assert.ok(values.some((label) => label.includes('internalConsole')));
    const attributes = await labels(new vscode.Position(8, 6));
    for (const name of ['args', 'cwd', 'env', 'stopOnEntry', 'config', 'skipFiles']) assert.ok(attributes.includes(name), `${name} in ${attributes.join(', ')}`);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, new vscode.Position(7, 8));
    const said = hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
    assert.match(said, /Where the script.s output goes/);
  });
});

describe('a compound in launch.json', () => {
  const file = (): string => inWorkspace('.vscode/launch.json');
  after(() => rmSync(inWorkspace('.vscode'), { recursive: true, force: true }));
  afterEach(endAllSessions);

  it('is completed with the names of its members, and starts them together', async () => {
    const configurations = ['first', 'second'].map((name) => ({ type: 'llmspell', request: 'launch', name: `Lua: ${name}`, program: inWorkspace(ARGUMENTS), args: [name], stopOnEntry: true }));
    mkdirSync(inWorkspace('.vscode'), { recursive: true });
    writeFileSync(file(), `{\n  // launch.json has comments\n  "version": "0.2.0",\n  "configurations": ${JSON.stringify(configurations)},\n  \n}\n`);
    await eventually('the configurations', () => vscode.workspace.getConfiguration('launch').get<unknown[]>('configurations', []), (list) => list.length === 2);

    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file()));
    const place = new vscode.Position(4, 2);
    const item = await eventually(
      'the compound among the completions',
      async () => {
        const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', editor.document.uri, place);
        return items.find(({ label }) => (typeof label === 'string' ? label : label.label).startsWith('llmspell: compound'));
      },
      (found) => found !== undefined,
    );
    await editor.insertSnippet(item!.insertText as vscode.SnippetString, place);
    await editor.document.save();
    await eventually('the compound', () => vscode.workspace.getConfiguration('launch').get<unknown[]>('compounds', []), (list) => list.length === 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');

    const started: vscode.DebugSession[] = [];
    const listening = vscode.debug.onDidStartDebugSession((session) => started.push(session));
    assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], 'Lua: all'));
    await eventually('both sessions', () => started.length, (count) => count === 2);
    listening.dispose();
    assert.deepEqual(started.map(({ name }) => name).sort(), ['Lua: first', 'Lua: second']);
    for (const session of started) {
      const depth = (): Thenable<number> => session.customRequest('stackTrace', { threadId: 1 }).then(({ stackFrames }: { stackFrames: unknown[] }) => stackFrames.length, () => 0);
      await eventually(`${session.name} at its first line`, depth, (frames) => frames === 1);
    }
  });
});
