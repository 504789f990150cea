/** What the UI tests share: the example's lines, found by their text as it may be edited, and a window that is ready to debug. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../harness/workbench.ts';

/** F5 in the first moments of a window finds no debugger: VS Code does not know its extensions yet. */
export async function ready(workbench: Workbench): Promise<void> {
  await workbench.statusBarItem('llmspell: ready').waitFor();
}

/** What examples/agents.lua prints at its end. */
export const LAST_WORDS = 'A talk about agents you can step through';

/** Line (from 1) of the first line that contains the text. */
export function lineWith(workbench: Workbench, file: string, text: string): number {
  const index = readFileSync(join(workbench.workspace, file), 'utf8').split('\n').findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${file} has no line with ${text}`);
  return index + 1;
}

/** Starts the file that is open, with a breakpoint in the line with this mark, and waits for the stop. Answers the line. */
export async function stopAtMark(workbench: Workbench, file: string, mark: string): Promise<number> {
  await ready(workbench);
  const line = lineWith(workbench, file, mark);
  await workbench.editor.setBreakpoint(line);
  await workbench.debug.start();
  await workbench.debug.stoppedAt(line);
  return line;
}
