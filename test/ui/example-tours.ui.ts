/** The examples of state, sessions and the sandbox in the window: what the editor says while they are written, and Variables and the console while they run. */
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import type { Workbench } from '../harness/workbench.ts';
import { lineWith, ready } from './places.ts';

/** Types at the end of the file; answers the labels of the suggestions. */
async function suggestions(workbench: Workbench, typed: string, wanted: string): Promise<string[]> {
  const { page } = workbench;
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(typed);
  const rows = page.locator('.suggest-widget.visible .monaco-list-row .label-name');
  return eventually(`${wanted} among the suggestions`, () => rows.allInnerTexts(), (labels) => labels.includes(wanted));
}

uiTest('state.lua: suggestions and signatures as it is written, the stored table in Variables', { file: 'state.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug, page } = workbench;
  await suggestions(workbench, 'State.', 'compare_and_swap');
  await workbench.screenshot('tour-state-completion');
  await page.keyboard.type('set("cafe", "day", 1, ');
  await page.locator('.parameter-hints-widget.visible').filter({ hasText: 'options' }).waitFor();
  await workbench.screenshot('tour-state-signature');
  await page.keyboard.type('{ ');
  await page.keyboard.press('Control+Space');
  await eventually('the options', () => page.locator('.suggest-widget.visible .monaco-list-row .label-name').allInnerTexts(), (labels) => labels.includes('ttl_seconds'));
  await workbench.screenshot('tour-state-options');
  await page.keyboard.press('Escape');
  await workbench.command('File: Revert File');

  const selling = lineWith(workbench, 'state.lua', 'stock.beans = stock.beans - grams');
  await editor.goToLine(selling);
  await editor.setBreakpoint(selling);
  await workbench.command('View: Show Run and Debug');
  await debug.start();
  await debug.stoppedAt(selling);
  await debug.expandVariable('Locals');
  await debug.variable('grams = 9');
  await debug.expandVariable('stock');
  await debug.variable('beans = 500');
  await workbench.screenshot('tour-state-stopped');
  await debug.continue();
  await debug.consoleShows('Kept for the next run');
  await debug.ended();
  await workbench.screenshot('tour-state-output');
});

uiTest('sessions.lua: an artifact in Variables, and what its functions say in a hover', { file: 'sessions.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug, page } = workbench;
  const storing = lineWith(workbench, 'sessions.lua', 'local kept = Artifact.store');
  await editor.hover(storing, 'store');
  await page.locator('.monaco-hover').filter({ hasText: 'Keeps a content in a session' }).waitFor();
  await workbench.screenshot('tour-sessions-hover');
  await page.keyboard.press('Escape');
  const after = lineWith(workbench, 'sessions.lua', 'return Artifact.get("", kept)');
  await editor.goToLine(after);
  await editor.setBreakpoint(after);
  await workbench.command('View: Show Run and Debug');
  await debug.start();
  await debug.stoppedAt(after);
  await debug.expandVariable('Locals');
  await debug.expandVariable('kept');
  await debug.variable('sequence = 1');
  await workbench.screenshot('tour-sessions-stopped');
  await debug.evaluate('Artifact.get("", kept).metadata');
  await debug.consoleShows('artifact_type = "agent_output"');
  await workbench.screenshot('tour-sessions-evaluated');
  await debug.continue();
  await debug.consoleShows('Run me again for draft 2');
  await debug.ended();
});

uiTest('sandbox.lua is told the key and the llmspell.toml of its folder', { file: 'sandbox.lua' }, async (workbench) => {
  await ready(workbench);
  const { debug } = workbench;
  await debug.start();
  await debug.consoleShows('4. Open a folder for itself');
  await debug.ended();
  await debug.consoleShows(`allowed_paths under [tools.file_operations] in ${workbench.workspace}/llmspell.toml`);
  await workbench.screenshot('tour-sandbox-output');
});

uiTest('config.lua finds the provider of llmspell.toml', { file: 'config.lua' }, async (workbench) => {
  await ready(workbench);
  const { debug } = workbench;
  await debug.start();
  await debug.consoleShows('access_secrets: false');
  await debug.ended();
  await debug.consoleShows('house is a provider of type demo; its model is barista.');
  await workbench.screenshot('tour-config-output');
});

uiTest('profiling.lua: the timer in Variables, the report in the console', { file: 'profiling.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug } = workbench;
  const looking = lineWith(workbench, 'profiling.lua', 'slow, quick = nil, nil');
  await editor.goToLine(looking);
  await editor.setBreakpoint(looking);
  await workbench.command('View: Show Run and Debug');
  await debug.start();
  await debug.stoppedAt(looking);
  await debug.expandVariable('Locals');
  await debug.expandVariable('timer');
  await debug.variable('name = "two ways"');
  await workbench.screenshot('tour-profiling-stopped');
  await debug.continue();
  await debug.consoleShows('KB in use before the collection');
  await debug.ended();
});

uiTest('files.lua: stopped with one order read', { file: 'files.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug } = workbench;
  const adding = lineWith(workbench, 'files.lua', 'total = total + order.price');
  await editor.goToLine(adding);
  await editor.setBreakpoint(adding);
  await workbench.command('View: Show Run and Debug');
  await debug.start();
  await debug.stoppedAt(adding);
  await eventually('values behind the line', () => editor.lineText(adding), (text) => text.includes('total = 0'));
  await debug.evaluate('orders');
  await debug.consoleShows('Stream {done = false}');
  await workbench.screenshot('tour-files-stopped');
  await debug.stop();
});
