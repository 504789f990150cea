/** Lines of the example that the tests use, found by their text: the example may be edited. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../harness/workbench.ts';

/** Line (from 1) of the first line that contains the text. */
export function lineWith(workbench: Workbench, file: string, text: string): number {
  const index = readFileSync(join(workbench.workspace, file), 'utf8').split('\n').findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${file} has no line with ${text}`);
  return index + 1;
}
