/** Moving the program by hand: jump to the cursor, a frame that begins again, one call of several, where VS Code offers them. */
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { lineWith, ready, stopAtMark } from './places.ts';

const FILE = 'fixtures/inspected.lua';

uiTest('the menu of the editor jumps to the cursor: what lies between does not run', { file: FILE }, async (workbench) => {
  await ready(workbench);
  const { editor, debug } = workbench;
  const named = lineWith(workbench, FILE, 'local name =');
  const call = lineWith(workbench, FILE, '@call');
  await editor.setBreakpoint(call);
  await debug.start();
  await debug.stoppedAt(call);
  await debug.expandVariable('Locals');
  await debug.variable('name = "ada"');
  await debug.evaluate('basket.owner.name = "bob"');
  await editor.contextMenu(named, 'local');
  await workbench.takeMenuEntry('Jump to Cursor');
  await debug.stoppedAt(named);
  await workbench.screenshot('jump-to-cursor');
  await debug.stepOver();
  await debug.stoppedAt(named + 1);
  await debug.expandVariable('Locals');
  await debug.variable('name = "bob"');
  await debug.stop();
});

uiTest('a frame begins again from its menu in the call stack', { file: FILE }, async (workbench) => {
  await ready(workbench);
  const { editor, debug, page } = workbench;
  const inLoop = lineWith(workbench, FILE, '@in-loop');
  const first = lineWith(workbench, FILE, 'local sum = 0');
  await editor.setBreakpoint(inLoop);
  await debug.start();
  await debug.stoppedAt(inLoop);
  await debug.continue();
  await eventually('the second round', () => editor.lineText(inLoop - 1), (text) => text.includes('index = 2'));
  await page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: 'total' }).click({ button: 'right' });
  await workbench.takeMenuEntry('Restart Frame');
  await debug.stoppedAt(first);
  await workbench.screenshot('restart-frame');
  await debug.continue();
  await debug.stoppedAt(inLoop);
  await eventually('the first round again', () => editor.lineText(inLoop - 1), (text) => text.includes('index = 1'));
  await debug.stop();
});

uiTest('one call of a line is chosen to step into; the Debug Console completes members', { file: FILE }, async (workbench) => {
  await stopAtMark(workbench, FILE, '@call');
  const { debug, page } = workbench;

  await debug.typeInConsole('basket.');
  await debug.suggests('owner');
  await page.keyboard.press('Escape');
  await debug.typeInConsole('basket:');
  await debug.suggests('total');
  await workbench.screenshot('console-completion');
  await page.keyboard.press('Escape');

  await workbench.command('Debug: Step Into Target');
  const calls = page.locator('.quick-input-widget:visible .monaco-list-row');
  await calls.filter({ hasText: 'print (host function)' }).waitFor();
  await calls.filter({ hasText: 'basket:total' }).click();
  await debug.stoppedAt(lineWith(workbench, FILE, 'local sum = 0'));
  await workbench.screenshot('step-into-target');
  await debug.stop();
});
