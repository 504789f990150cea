/** Looking at a stopped program where only the workbench shows it: inline values, hovers, the menu of a variable, the protocol log. */
import * as assert from 'node:assert/strict';
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { lineWith, ready, stopAtMark } from './places.ts';

const FILE = 'fixtures/inspected.lua';

uiTest('values stand behind the lines of the stopped function', { file: FILE }, async (workbench) => {
  await ready(workbench);
  const { editor, debug } = workbench;
  const inLoop = lineWith(workbench, FILE, '@in-loop');
  await editor.setBreakpoint(inLoop);
  await debug.start();
  await debug.stoppedAt(inLoop);
  await debug.continue();
  const shows = (line: number, text: string): Promise<string> => eventually(`${text} behind line ${line}`, () => editor.lineText(line), (shown) => shown.includes(text));
  await shows(inLoop, 'sum = 60');
  await shows(inLoop, 'item.price = 12');
  await shows(inLoop, 'factor = 2');
  await shows(inLoop - 1, 'index = 2');
  await shows(lineWith(workbench, FILE, 'function Shop:total'), 'factor = 2');
  assert.match(await editor.lineText(lineWith(workbench, FILE, 'local name =')), /the owner's name$/, 'nothing behind lines of another function');
  await workbench.screenshot('inline-values');
  await debug.stop();
});

uiTest('a hover takes an expression whole, and nothing in comments and key words', { file: FILE }, async (workbench) => {
  const call = await stopAtMark(workbench, FILE, '@call');
  const { debug, page } = workbench;
  const named = lineWith(workbench, FILE, 'local name =');
  await debug.hoverShows(named, 'owner.name', '"ada"');
  await workbench.screenshot('hover-member');
  await debug.hoverShows(call, 'total', /function/);
  await workbench.screenshot('hover-method');
  for (const word of ["owner's", 'local']) {
    await page.keyboard.press('Escape');
    assert.deepEqual(await debug.hoverOver(named, word), [], `no value over ${word}`);
  }
  await debug.stop();
});

uiTest('the menu of a variable copies and shows it as JSON', { file: FILE }, async (workbench) => {
  await stopAtMark(workbench, FILE, '@call');
  const { debug, page } = workbench;
  await debug.expandVariable('Locals');
  await eventually('the basket', () => debug.variables(), (rows) => rows.some((row) => row.startsWith('basket')));
  await debug.openVariableMenu('basket', 'Copy as JSON');
  for (const label of ['Copy as JSON', 'Copy as Lua', 'View as JSON', 'Show Integers as Hexadecimal']) await workbench.menuEntry(label).waitFor();
  await workbench.screenshot('variable-menu');
  await workbench.takeMenuEntry('View as JSON');
  await page.locator('.tabs-container .tab.active').filter({ hasText: 'basket.json' }).waitFor();
  await eventually('the value as JSON', () => page.locator('.part.editor .view-lines').first().innerText(), (text) => text.replaceAll('\u00a0', ' ').includes('"price": 30'));
  await workbench.screenshot('view-as-json');
  await debug.variableMenu('basket', 'Show Integers as Hexadecimal');
  await debug.variable('count = 0xff');
  await workbench.screenshot('hexadecimal');
  await debug.variableMenu('basket', 'Show Integers as Decimal');
  await debug.variable('count = 255');
  await debug.stop();
});

uiTest('the protocol log shows what is said, without secrets', { file: FILE }, async (workbench) => {
  await ready(workbench);
  const { debug } = workbench;
  await workbench.setting('llmspell.traceDap', true);
  await debug.start();
  await debug.consoleShows('ada');
  await debug.ended();
  const text = (await workbench.output('llmspell Debug Protocol')).replaceAll('\u00a0', ' ');
  assert.match(text, /→ \{"command":"disconnect"/);
  assert.match(text, /← \{[^]*"event":"terminated"/);
  await workbench.screenshot('protocol-log');
});
