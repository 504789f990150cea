/** A new user's first minutes: a breakpoint by a click, F5, looking around, stepping, the answers behind the lines. */
import * as assert from 'node:assert/strict';
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { LAST_WORDS, lineWith, ready } from './places.ts';

uiTest('a breakpoint by a click, F5, values, a hover, a step', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug } = workbench;
  const line = lineWith(workbench, 'agents.lua', 'notes:add(topic');
  await editor.goToLine(line);
  await editor.setBreakpoint(line);
  await debug.start();
  await debug.stoppedAt(line);
  await debug.expandVariable('Arguments');
  await debug.variable('topic = "coroutines"');
  await debug.hoverShows(line, 'topic', '"coroutines"');
  await debug.stepOver();
  await debug.stoppedAt(line + 1);
  await debug.expandVariable('Locals');
  await eventually('the count of pieces', () => debug.variables(), (rows) => rows.some((row) => /^pieces = \d+$/.test(row)));
  await eventually('the answer of the writer behind its line', () => editor.decorationTexts(line - 1), (texts) => texts.some((text) => text.includes('✦ [demo]')));
  await workbench.screenshot('debugging');
  await debug.continue();
  await debug.stoppedAt(line);
  await debug.continue();
  await debug.ended();
  await debug.consoleShows(LAST_WORDS);
});

uiTest('an answer goes on growing behind its line while the script is stopped in the callback', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug } = workbench;
  const inCallback = lineWith(workbench, 'agents.lua', 'pieces = pieces + 1');
  const asking = lineWith(workbench, 'agents.lua', 'local answer = writer:invokeStream');
  await editor.goToLine(inCallback);
  await editor.setBreakpoint(inCallback);
  await debug.start();
  await debug.stoppedAt(inCallback);
  await debug.expandVariable('Arguments');
  await eventually('the piece in Variables', () => debug.variables(), (rows) => rows.some((row) => row.startsWith('piece = "[demo] ')));
  await eventually('the answer of the writer, complete', () => editor.decorationTexts(asking), (texts) => texts.some((text) => text.startsWith('✦ [demo]')));
  await workbench.screenshot('stopped-in-callback');
  await debug.stop();
});

uiTest('the whole answer is in the hover', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug } = workbench;
  const asking = lineWith(workbench, 'agents.lua', 'local plan = planner');
  await debug.start();
  await debug.consoleShows(LAST_WORDS);
  await debug.ended();
  await editor.goToLine(asking);
  await eventually('the answer', () => editor.decorationTexts(asking), (texts) => texts.some((text) => text.includes('✦ [demo]')));
  const text = await editor.decorationHover(asking, '[demo]', 'planner');
  assert.match(text, /demo\/planner · \d+ → \d+ tokens · \d+ ms/);
  assert.match(text, /Plan a short talk/);
  await workbench.screenshot('answer-hover');
});

uiTest('the Debug Console evaluates in the frame that is chosen', { file: 'agents.lua' }, async (workbench) => {
  await ready(workbench);
  const { editor, debug } = workbench;
  const line = lineWith(workbench, 'agents.lua', 'pieces = pieces + 1');
  await editor.goToLine(line);
  await editor.setBreakpoint(line);
  await debug.start();
  await debug.stoppedAt(line);
  await debug.evaluate('#piece > 0 and "a piece"');
  await debug.consoleShows('"a piece"');
  await debug.evaluate('pieces = 41');
  await debug.evaluate('pieces + 1');
  await debug.consoleShows('42');
  await workbench.screenshot('debug-console');
  await debug.stop();
});

uiTest('an uncaught error stops where it happens, with its message at the line', { file: 'errors.lua' }, async (workbench) => {
  await ready(workbench);
  const { debug, page } = workbench;
  await debug.start();
  await debug.stoppedAt(lineWith(workbench, 'errors.lua', 'basket.prices[item]'));
  await page.locator('.exception-widget').filter({ hasText: "attempt to index a nil value (field 'prices')" }).waitFor();
  await workbench.screenshot('uncaught-error');
  await debug.continue();
  await debug.ended();
  await debug.consoleShows('stack traceback');
});
