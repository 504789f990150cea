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

async function openDark(workbench: Workbench, file = 'agents.lua'): Promise<void> {
  mkdirSync(join(workbench.workspace, '.vscode'));
  writeFileSync(join(workbench.workspace, '.vscode', 'settings.json'), JSON.stringify(SETTINGS));
  await workbench.open(file);
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

uiTest('pictures: where a total has changed, and before an agent is called', {}, async (workbench) => {
  await openDark(workbench, 'breakpoints.lua');
  const { editor, debug, page } = workbench;
  await workbench.command('View: Show Run and Debug');
  const charging = lineWith(workbench, 'breakpoints.lua', 'table.insert');
  await editor.goToLine(charging);
  await editor.setBreakpoint(charging);
  await debug.start();
  await debug.stoppedAt(charging);
  await debug.expandVariable('Upvalues');
  await debug.expandVariable('bill');
  await debug.variable('total = 0');
  await debug.variableMenu(/^\s*total/, 'Break on Value Change');
  await debug.continue();
  await debug.stoppedAt(lineWith(workbench, 'breakpoints.lua', 'bill.total +'));
  await debug.variable('total = 13.5');
  await page.mouse.move(700, 500);
  await workbench.screenshot('readme-data-breakpoint');

  await debug.tickFilter('Before Agent Calls');
  await debug.continue();
  const asking = lineWith(workbench, 'breakpoints.lua', 'agent:execute');
  await debug.stoppedAt(asking);
  await eventually('the request', () => debug.variables(), (rows) => rows.includes('prompt = "How do I make risotto?"'));
  await eventually('values behind the lines', () => editor.lineText(asking), (text) => text.includes('question = '));
  await page.mouse.move(700, 500);
  await workbench.screenshot('readme-agent-breakpoint');
  await debug.stop();
});
