/** "Break on Value Change" in the Variables view: the script stops where the variable is written, and the view shows what it became. */
import * as assert from 'node:assert/strict';
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { lineWith, ready } from './places.ts';

uiTest('a local is watched from its menu in Variables, and the line that changes it is shown', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug, page } = workbench;
  const asking = lineWith(workbench, 'agents.lua', 'local answer = writer:invokeStream');
  const writing = lineWith(workbench, 'agents.lua', 'longest = #piece');
  await editor.goToLine(asking);
  await editor.setBreakpoint(asking);
  await debug.start();
  await debug.stoppedAt(asking);
  await debug.expandVariable('Locals');
  await debug.variable('longest = ""');
  await debug.variableMenu('longest', 'Break on Value Change');
  // Behind the exception filters, in a list that draws what is in view alone.
  await page.locator('.debug-breakpoints').hover();
  await page.mouse.wheel(0, 1000);
  await page.locator('.debug-breakpoints .monaco-list-row').filter({ hasText: 'longest, local of write_about (agents.lua:19)' }).waitFor();
  await debug.continue();
  await debug.stoppedAt(writing);
  await eventually('the change beside the thread', () => debug.callStack(), (rows) => rows.some((row) => row.includes('longest: "" → "[demo] ')));
  await debug.expandVariable('Upvalues');
  const rows = await eventually('the new value', () => debug.variables(), (shown) => shown.some((row) => row.startsWith('longest = "[demo] ')));
  assert.ok(rows.length > 0);
  await workbench.screenshot('data-breakpoint');
  await debug.stop();
});
