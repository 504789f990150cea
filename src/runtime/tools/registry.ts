/** The tools there are, by name. A new tool is a file in `builtin/` and a line here. */
import { didYouMean } from '../../base/nearest.ts';
import { RuntimeError } from '../errors.ts';
import { calculator } from './builtin/calculator.ts';
import { fileOperations } from './builtin/file-operations.ts';
import { httpRequester } from './builtin/http-requester.ts';
import { processExecutor } from './builtin/process-executor.ts';
import { textManipulator } from './builtin/text-manipulator.ts';
import { webFetch } from './builtin/web-fetch.ts';
import type { Tool } from './tool.ts';

const all: readonly Tool[] = [calculator, fileOperations, httpRequester, processExecutor, textManipulator, webFetch];
const byName = new Map([...all].sort((a, b) => (a.name < b.name ? -1 : 1)).map((tool) => [tool.name, tool]));

export const listTools = (): readonly Tool[] => [...byName.values()];

export const findTool = (name: string): Tool | undefined => byName.get(name);

/** Throws for a name that is not known. */
export function requireTool(name: string): Tool {
  const tool = findTool(name);
  if (tool === undefined) {
    throw new RuntimeError('unknown_tool', `Tool '${name}' not found${didYouMean(name, byName.keys())}: there are ${[...byName.keys()].join(', ')}`);
  }
  return tool;
}
