/** The kernel as the user sees it: its item in the status bar, its log, its death. */
import * as assert from 'node:assert/strict';
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { lineWith, ready } from './places.ts';
import { OLDEST_VSCODE } from '../harness/locations.mjs';

uiTest('the status bar shows the kernel, and leads to its log', { file: 'agents.lua' }, async (workbench) => {
  await workbench.statusBarItem('llmspell: ready').waitFor();
  await workbench.statusBarItem('llmspell').click();
  await workbench.page.locator('.part.panel .output-view, .part.panel .output').first().waitFor();
});

uiTest('a kernel that is killed while stopped: a message, and the next F5 works', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug, page } = workbench;
  const line = lineWith(workbench, 'agents.lua', 'local plan = planner');
  await editor.goToLine(line);
  await editor.setBreakpoint(line);
  await debug.start();
  await debug.stoppedAt(line);
  await workbench.statusBarItem('at a breakpoint').waitFor();
  const kernels = workbench.processes('kernel.mjs');
  assert.equal(kernels.length, 1);
  process.kill(kernels[0]!.pid, 'SIGKILL');
  await debug.ended();
  await eventually('the message', () => workbench.notifications(), (texts) => texts.some((text) => /kernel was killed \(SIGKILL\)/.test(text)));
  await debug.consoleShows('Press F5 to start again');
  await workbench.screenshot('kernel-killed');
  await page.keyboard.press('Escape');
  await debug.start();
  await debug.stoppedAt(line);
  await debug.stop();
});

// The server of VS Code 1.100 waits hours for such a window and cannot be told otherwise.
if (!OLDEST_VSCODE) {
  uiTest('a window that vanishes without a goodbye leaves no kernel behind', { file: 'agents.lua' }, async (workbench) => {
    await ready(workbench);
    const kernels = workbench.processes('kernel.mjs');
    assert.equal(kernels.length, 1);
    await workbench.crash();
    await eventually('the end of the kernel', () => Promise.resolve(workbench.processes('kernel.mjs')), (left) => left.every(({ pid }) => pid !== kernels[0]!.pid));
  });
}
