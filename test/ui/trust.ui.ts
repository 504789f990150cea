/** A folder that is not trusted: nothing of it runs, no kernel is started, and the window says why. */
import * as assert from 'node:assert/strict';
import { uiTest } from '../harness/ui.ts';

uiTest('in a folder that is not trusted nothing runs', { workspaceTrust: true }, async (workbench) => {
  await workbench.open('agents.lua');
  const { page } = workbench;
  const dialog = page.locator('.monaco-dialog-box');
  await workbench.statusBarItem('llmspell: restricted').waitFor();
  assert.deepEqual(workbench.processes('kernel.mjs'), []);
  await workbench.screenshot('not-trusted');

  // VS Code itself asks before it debugs; without trust nothing starts.
  await workbench.debug.start();
  await dialog.waitFor();
  await workbench.screenshot('not-trusted-f5');
  await page.keyboard.press('Escape');
  await workbench.debug.ended();
  assert.deepEqual(workbench.processes('kernel.mjs'), []);
});
