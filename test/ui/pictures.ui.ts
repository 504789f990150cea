/** The pictures of README.md, taken again with every run: copy them from out/screenshots to media/readme when they should change. */
import * as assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import type { Workbench } from '../harness/workbench.ts';
import { LAST_WORDS, lineWith, ready } from './places.ts';

const SETTINGS = {
  'workbench.colorTheme': 'Default Dark Modern',
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.stickyScroll.enabled': false,
  'workbench.activityBar.location': 'top',
  'llmspell.inlineAnswers.maxLength': 52,
};

async function openDark(workbench: Workbench): Promise<void> {
  mkdirSync(join(workbench.workspace, '.vscode'));
  writeFileSync(join(workbench.workspace, '.vscode', 'settings.json'), JSON.stringify(SETTINGS));
  await workbench.open('agents.lua');
  await ready(workbench);
}

uiTest('picture: stopped in the callback of a streaming agent', {}, async (workbench) => {
  await openDark(workbench);
  const { editor, debug } = workbench;
  await workbench.command('View: Show Run and Debug');
  const line = lineWith(workbench, 'agents.lua', 'longest = #piece');
  await editor.goToLine(line);
  await editor.setBreakpoint(line);
  await debug.start();
  await debug.stoppedAt(line);
  await debug.expandVariable('Upvalues');
  await eventually('the answer, whole', () => editor.decorationTexts(lineWith(workbench, 'agents.lua', 'local answer = writer')), (texts) => texts.some((text) => text.startsWith('✦ [demo]')));
  await eventually('the upvalues', () => debug.variables(), (rows) => rows.includes('pieces = 1'));
  await workbench.screenshot('readme-debugging');
  await debug.stop();
});

uiTest('picture: the panel after a run', {}, async (workbench) => {
  await openDark(workbench);
  const { editor, debug } = workbench;
  await debug.start();
  await debug.consoleShows(LAST_WORDS);
  await debug.ended();
  await workbench.command('View: Close Primary Side Bar');
  await workbench.command('llmspell: Show Spell Events');
  const panel = workbench.webview();
  await eventually('every row', () => panel.locator('.row').count(), (count) => count === 6);
  await panel.locator('.row').filter({ hasText: 'writer' }).first().click();
  const asking = lineWith(workbench, 'agents.lua', 'local answer = writer');
  const [answer] = await eventually('the answers at their line', () => editor.decorationTexts(asking), (texts) => texts.length > 0);
  assert.match(answer ?? '', /2× \[demo\]/);
  await workbench.screenshot('readme-panel');
});
