/** What examples/breakpoints.lua tells the reader to try, as far as only the window shows it: the filter's condition, a saved edit. */
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { lineWith, ready } from './places.ts';

const FILE = 'breakpoints.lua';

uiTest('a condition is typed to an exception filter, and a saved edit is told in the status bar', { file: FILE }, async (workbench) => {
  await ready(workbench);
  const { editor, debug, page } = workbench;
  const inLoop = lineWith(workbench, FILE, '  charge(dish');
  await editor.goToLine(inLoop);
  await editor.setBreakpoint(inLoop);
  await debug.start();
  await debug.stoppedAt(inLoop);

  await editor.goToLine(lineWith(workbench, FILE, '%s for %d'));
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.insertText('return ("%s feeds %d"):format(dish.name, guests)');
  await page.keyboard.press('Control+S');
  await workbench.statusBarItem(`${FILE}: 1 function replaced (entry)`).waitFor();
  await workbench.screenshot('hot-reload');

  await debug.tickFilter('Before Agent Calls');
  await debug.filterCondition('Before Agent Calls', 'request.agent == "guest"');
  await debug.continue();
  await debug.stoppedAt(lineWith(workbench, FILE, 'agent:execute'));
  await debug.consoleShows('soup feeds 3');
  await page.locator('.exception-widget').filter({ hasText: 'agent "guest"' }).waitFor();
  await eventually('the prompt', () => debug.variables(), (rows) => rows.includes('prompt = "How was the risotto?"'));
  await workbench.screenshot('filter-condition');
  await debug.stop();
});
