/** Ways to start that ask something: arguments, a kernel, patience; and what the Debug Console says when the user stops the script. */
import * as assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../harness/eventually.ts';
import { OLDEST_VSCODE } from '../harness/locations.mjs';
import { uiTest } from '../harness/ui.ts';
import { lineWith, ready } from './places.ts';

const ARGUMENTS = 'fixtures/arguments.lua';

uiTest('arguments are asked for, split as in a shell, and remembered for the file', { file: ARGUMENTS }, async (workbench) => {
  await ready(workbench);
  const { debug, page } = workbench;
  const input = page.locator('.quick-input-widget:visible .quick-input-box input');
  await workbench.command('llmspell: Debug Lua File with Arguments…');
  await page.locator('.quick-input-widget:visible').filter({ hasText: 'Split as in a shell' }).waitFor();
  await input.fill('one "two words');
  await page.locator('.quick-input-widget:visible').filter({ hasText: 'is not closed' }).waitFor();
  await workbench.screenshot('arguments-open-quote');
  await input.fill('one "two words"');
  await page.keyboard.press('Enter');
  await debug.consoleShows('2\tone\ttwo words');
  await debug.ended();
  await workbench.command('llmspell: Debug Lua File with Arguments…');
  await eventually('the remembered line', () => input.inputValue(), (value) => value === 'one "two words"');
  await page.keyboard.press('Escape');
});

uiTest('the menus of the editor and the explorer start the file', { file: ARGUMENTS }, async (workbench) => {
  await ready(workbench);
  const { editor, page, debug } = workbench;
  await editor.contextMenu(1, 'print');
  for (const label of ['Run Lua File', 'Debug Lua File', 'Debug Lua File with Arguments…']) await workbench.menuEntry(label).waitFor();
  await workbench.screenshot('editor-menu');
  await page.keyboard.press('Escape');
  await page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: 'arguments.lua' }).click({ button: 'right' });
  await workbench.takeMenuEntry('Run Lua File');
  await debug.consoleShows('done');
});

uiTest('a script that the user stops was stopped: no word of an exit code', { file: 'fixtures/busy.lua' }, async (workbench) => {
  await ready(workbench);
  const { debug } = workbench;
  await debug.start();
  await debug.consoleShows('busy');
  await debug.stop();
  await debug.consoleShows('busy.lua was stopped');
  assert.ok(!(await debug.console()).some((line) => line.includes('exit code')));
});

uiTest('a kernel that starts slowly shows progress, which can be cancelled', {}, async (workbench) => {
  const { debug, page } = workbench;
  const node = join(workbench.workspace, 'slow-node');
  writeFileSync(node, `#!/bin/sh\nwhile [ ! -e '${workbench.workspace}/go' ]; do sleep 0.1; done\nexec '${process.execPath}' "$@"\n`);
  chmodSync(node, 0o755);
  await workbench.setting('llmspell.nodePath', node);
  await workbench.open(ARGUMENTS);
  await workbench.statusBarItem('llmspell: starting').waitFor();
  const progress = page.locator('.notifications-toasts .notification-list-item').filter({ hasText: 'kernel is starting' });
  // This is the one test that presses F5 before the window has come to rest: VS Code may not have heard the first.
  await eventually('the progress of the start', async () => {
    await debug.start();
    return progress.waitFor({ timeout: 3000 }).then(() => true, () => false);
  }, (isShown) => isShown);
  await workbench.screenshot('slow-kernel');
  await progress.getByText('Cancel').click();
  await progress.waitFor({ state: 'detached' });
  await debug.ended();

  await debug.start();
  await progress.waitFor();
  writeFileSync(join(workbench.workspace, 'go'), '');
  await debug.consoleShows('done');
  await progress.waitFor({ state: 'detached' });
});

uiTest('the list of configurations has one for each running kernel, and one that asks for arguments', { file: ARGUMENTS }, async (workbench) => {
  await ready(workbench);
  const { page } = workbench;
  const kernel = await workbench.startKernel();
  await page.keyboard.press('F1');
  await workbench.quickInput('>Debug: Select and Start Debugging');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: /Lua/ }).first().click();
  const rows = (): Promise<string[]> => page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row').allTextContents();
  const labels = await eventually('the configurations', rows, (shown) => shown.some((row) => row.includes('attach to kernel')));
  assert.ok(labels.some((row) => row.includes('Lua: current file with arguments')), labels.join('\n'));
  assert.ok(labels.some((row) => row.includes(`Lua: attach to kernel ${kernel.id} (port ${kernel.port})`)), labels.join('\n'));
  await workbench.screenshot('dynamic-configurations');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await workbench.command('llmspell: Attach to Running Kernel…');
  await page.locator('.quick-input-widget:visible .monaco-list-row').filter({ hasText: `port ${kernel.port}` }).waitFor();
  await workbench.screenshot('kernel-picker');
  await page.keyboard.press('Escape');
  await kernel.stop();
  await workbench.command('llmspell: Attach to Running Kernel…');
  await eventually('how to start one', () => workbench.notifications(), (texts) => texts.some((text) => text.includes('llmspell kernel start')));
  await workbench.screenshot('no-kernel');
  if (OLDEST_VSCODE) return;
  await page.locator('.notifications-toasts').getByText('Start a Kernel in the Terminal').click();
  await workbench.terminalShows('connection file:');
  await workbench.typeInTerminal('\u0003');
  await eventually('the end of the kernel', () => workbench.processes('kernel start').length, (count) => count === 0);
});

// The terminals of the oldest VS Code need a compiler: npm has no compiled node-pty of its age.
if (!OLDEST_VSCODE) {
  uiTest('what is started with `llmspell run --debug` in the terminal is debugged in the window', { file: 'fixtures/inspected.lua' }, async (workbench) => {
    await ready(workbench);
    const { editor, debug, page } = workbench;
    const line = lineWith(workbench, 'fixtures/inspected.lua', '@call');
    await editor.setBreakpoint(line);
    await workbench.terminal();
    await workbench.typeInTerminal('llmspell run --debug fixtures/inspected.lua\n');
    await debug.stoppedAt(line);
    await debug.expandVariable('Locals');
    await debug.variable('count = 255');
    await workbench.screenshot('auto-attach');
    await page.keyboard.press('F5');
    await debug.ended();
    await workbench.terminalShows('100.8');
  });

  uiTest('a script in the integrated terminal reads what is typed there', { file: 'fixtures/greets.lua' }, async (workbench) => {
    await ready(workbench);
    const { editor, debug } = workbench;
    const line = lineWith(workbench, 'fixtures/greets.lua', '@greet');
    await workbench.launchJson({ type: 'llmspell', request: 'launch', name: 'in the terminal', program: '${file}', console: 'integratedTerminal' });
    await editor.setBreakpoint(line);
    await debug.start();
    await workbench.terminalShows('Your name?');
    await workbench.typeInTerminal('ada\n');
    await debug.stoppedAt(line);
    await debug.expandVariable('Locals');
    await debug.variable('name = "ada"');
    await workbench.screenshot('integrated-terminal');
    await debug.continue();
    await workbench.terminalShows('Hello, ada');
    await debug.ended();
  });
}
