/** The menu of a watched expression: its value as JSON. */
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { stopAtMark } from './places.ts';

const FILE = 'fixtures/inspected.lua';

uiTest('the menu of a watched expression, and of a field of it, shows it as JSON', { file: FILE }, async (workbench) => {
  await stopAtMark(workbench, FILE, '@call');
  const { debug, page } = workbench;
  await debug.expandVariable('Locals');
  await debug.variableMenu('basket', 'Add to Watch');
  const row = (name: string) => page.locator('.debug-watch .monaco-list-row').filter({ hasText: new RegExp(`^${name}`) }).first();
  const viewed = async (name: string, expected: string): Promise<void> => {
    await row(name).click({ button: 'right' });
    await workbench.takeMenuEntry('View as JSON');
    await eventually(`${expected} as JSON`, () => page.locator('.part.editor .view-lines').first().innerText(), (shown) => shown.replaceAll('\u00a0', ' ').includes(expected));
  };
  await viewed('basket', '"price": 30');
  await row('basket').locator('.monaco-tl-twistie').click();
  await viewed('owner', '{\n  "name": "ada"\n}');
  await workbench.screenshot('watch-as-json');
  await debug.stop();
});
