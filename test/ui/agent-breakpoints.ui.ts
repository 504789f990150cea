/** A breakpoint before an agent's call: chosen in the Breakpoints view, the prompt changed in Variables, the answer is the answer to that. */
import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../harness/eventually.ts';
import { uiTest } from '../harness/ui.ts';
import { ready } from './places.ts';

const SCRIPT = `local poet = Agent.builder():name("poet"):model("demo/poem"):system_prompt("You write short verse."):build()

local function ask(about)
  local answer = poet:execute({ prompt = "Some lines about " .. about })
  return answer.text
end

print(ask("the sea"))
`;

uiTest('stopped before an agent call, the prompt is changed in Variables and the answer is to the new one', {}, async (workbench) => {
  const { editor, debug, page } = workbench;
  writeFileSync(join(workbench.workspace, 'verse.lua'), SCRIPT);
  await workbench.open('verse.lua');
  await ready(workbench);
  await editor.setBreakpoint(8);
  await debug.start();
  await debug.stoppedAt(8);
  await debug.tickFilter('Before Agent Calls');
  await debug.continue();
  await debug.stoppedAt(4);
  await page.locator('.exception-widget').filter({ hasText: 'before the call of agent "poet" (demo/poem)' }).waitFor();
  const rows = await eventually('the request in Variables', () => debug.variables(), (all) => all.some((row) => row.startsWith('prompt = ')));
  assert.equal(rows[0], 'Request');
  const prompt = page.locator('.debug-variables .monaco-list-row').filter({ hasText: 'prompt' }).filter({ hasText: 'Some lines' }).first();
  await prompt.dblclick();
  const input = page.locator('.debug-variables .monaco-inputbox input');
  await input.fill('"Some lines about the moon"');
  await page.keyboard.press('Enter');
  await debug.variable('prompt = "Some lines about the moon"');
  await debug.expandVariable('messages');
  await workbench.screenshot('agent-breakpoint');
  await debug.continue();
  await debug.consoleShows('you asked "Some lines about the moon"');
  await debug.ended();
});
