/** The commands for API keys: what is typed is not shown, and the window says where the key is and who has it. */
import * as assert from 'node:assert/strict';
import { uiTest } from '../harness/ui.ts';
import { ready } from './places.ts';

const KEY = 'sk-typed-0123456789';

uiTest('an API key is set and removed', { file: 'fixtures/arguments.lua' }, async (workbench) => {
  await ready(workbench);
  const { page } = workbench;
  const widget = page.locator('.quick-input-widget:visible');
  const input = widget.locator('.quick-input-box input');
  await workbench.command('llmspell: Set API Key…');
  await widget.filter({ hasText: 'API key for which provider?' }).waitFor();
  await widget.locator('.monaco-list-row').filter({ hasText: 'Another provider…' }).waitFor();
  await widget.locator('.monaco-list-row').filter({ hasText: 'openai' }).first().click();
  await widget.filter({ hasText: 'API key for openai' }).waitFor();
  assert.equal(await input.getAttribute('type'), 'password');
  await input.fill('two words');
  await widget.filter({ hasText: 'That is no key' }).waitFor();
  await workbench.screenshot('api-key');
  await input.fill(KEY);
  await page.keyboard.press('Enter');
  const toast = page.locator('.notification-toast');
  await toast.filter({ hasText: "The API key for openai is kept in VS Code's secret storage. The kernel has it." }).waitFor();

  await workbench.command('llmspell: Remove API Key…');
  await widget.locator('.monaco-list-row').filter({ hasText: 'openai' }).click();
  await toast.filter({ hasText: "The API key for openai is removed from VS Code's secret storage and from the kernel." }).waitFor();
  await workbench.command('llmspell: Remove API Key…');
  await toast.filter({ hasText: "There is no API key in VS Code's secret storage" }).waitFor();
  assert.ok(!(await page.content()).includes(KEY));
});

uiTest('in a folder that is not trusted a key is kept, and no kernel started for it', { workspaceTrust: true }, async (workbench) => {
  await workbench.open('agents.lua');
  const { page } = workbench;
  await workbench.statusBarItem('llmspell: restricted').waitFor();
  const widget = page.locator('.quick-input-widget:visible');
  await workbench.command('llmspell: Set API Key…');
  await widget.locator('.monaco-list-row').filter({ hasText: 'anthropic' }).click();
  await widget.filter({ hasText: 'API key for anthropic' }).waitFor();
  await widget.locator('.quick-input-box input').fill(KEY);
  await page.keyboard.press('Enter');
  await page.locator('.notification-toast').filter({ hasText: 'This folder is not trusted, so no kernel runs here; one is given the key when you trust the folder.' }).waitFor();
  assert.deepEqual(workbench.processes('kernel.mjs'), []);
});
