/** The panel "Spell Events": what is empty says what to do; rows appear live; a click goes to the Lua line. */
import * as assert from 'node:assert/strict';
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { LAST_WORDS, lineWith, ready } from './places.ts';

uiTest('the panel tells what to do, shows what runs and leads to the Lua line', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  const { debug, page } = workbench;
  await workbench.command('llmspell: Show Spell Events');
  const panel = workbench.webview();
  await panel.getByText('Nothing has run yet').waitFor();
  await workbench.screenshot('panel-empty');

  await panel.getByRole('button', { name: 'Debug the open file' }).click();
  await debug.consoleShows(LAST_WORDS);
  await debug.ended();
  await workbench.command('llmspell: Show Spell Events');
  const rows = await eventually('a row for each call', () => panel.locator('.row').allInnerTexts(), (texts) => texts.length === 6);
  assert.match(rows[0]!, /agents\.lua/);
  assert.deepEqual(
    rows.slice(1).map((row) => row.trim().split(/\s/)[0]),
    ['planner', 'writer', 'critic', 'writer', 'critic'],
  );

  await panel.locator('.row[data-kind="agent"]').filter({ hasText: 'planner' }).click();
  const line = lineWith(workbench, 'agents.lua', 'local plan = planner');
  await eventually('the cursor in the line that asked', () => page.locator('[id="status.editor.selection"]').innerText(), (text) => text.startsWith(`Ln ${line},`));
  await panel.locator('.details pre[data-section="Answer"]').filter({ hasText: '[demo]' }).waitFor();
  await workbench.screenshot('panel');

  // The keyboard does the same: down to the next row, left to the parent, and closed.
  await panel.locator('spell-tree').press('ArrowDown');
  await panel.locator('.row.selected').filter({ hasText: 'writer' }).waitFor();
  await panel.locator('spell-tree').press('ArrowLeft');
  await panel.locator('.row.selected').filter({ hasText: 'agents.lua' }).waitFor();
  await panel.locator('spell-tree').press('ArrowLeft');
  assert.equal(await panel.locator('.row').count(), 1);
  await workbench.screenshot('panel-keyboard');
});

uiTest('the panel shows again what has happened when it is opened later', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  await workbench.debug.start();
  await workbench.debug.consoleShows(LAST_WORDS);
  await workbench.debug.ended();
  await workbench.command('llmspell: Show Spell Events');
  const panel = workbench.webview();
  await eventually('every row', () => panel.locator('.row').count(), (count) => count === 6);
  await workbench.command('llmspell: Clear Spell Events');
  await panel.getByText('Nothing has run yet').waitFor();
});

const MANY = 10_000;

uiTest('ten thousand rows cost no more than those that are seen', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  await workbench.command('llmspell: Show Spell Events');
  const panel = workbench.webview();
  await panel.getByText('Nothing has run yet').waitFor();
  // The message that the extension would send.
  await panel.locator('spell-events').evaluate((_element, count) => {
    const common = { timestamp: new Date().toISOString(), kernel_id: 'k', attributes: {}, schema_version: '1.0' };
    const events = Array.from({ length: count }, (_, index) => [
      { ...common, id: `run-${index}`, event_type: 'execution.start', execution_id: `x-${index}`, sequence: index * 2 + 1, data: { program: `/spells/script-${index}.lua` } },
      { ...common, id: `end-${index}`, event_type: 'execution.end', execution_id: `x-${index}`, causation_id: `run-${index}`, sequence: index * 2 + 2, data: { exit_code: 0, reason: 'done' } },
    ]).flat();
    window.postMessage({ type: 'events', events, fresh: true }, '*');
  }, MANY);
  await panel.locator('.row').filter({ hasText: `script-${MANY - 1}.lua` }).waitFor();
  assert.ok((await panel.locator('.row').count()) < 60);
  await panel.locator('spell-tree').press('Home');
  await panel.locator('.row.selected').filter({ hasText: 'script-0.lua' }).waitFor();
  const first = panel.locator('.row').first();
  assert.deepEqual([await first.getAttribute('aria-setsize'), await first.getAttribute('aria-posinset'), await first.getAttribute('aria-level')], [String(MANY), '1', '1']);
  await panel.locator('spell-tree').press('End');
  await panel.locator('.row.selected').filter({ hasText: `script-${MANY - 1}.lua` }).waitFor();
  assert.ok((await panel.locator('.row').count()) < 60);
});
