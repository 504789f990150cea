/** Whether the window attaches to a program that asks for it from a terminal, and how. Pure. */
import { isAbsolute } from 'node:path';
import type { EditorAttachRequest } from '../../common/editor-attach.ts';
import { attachTo, besideTerminal, type Configuration } from '../debug/launch-rules.ts';

export interface Window {
  readonly isTrusted: boolean;
  /** Setting `llmspell.autoAttach`. */
  readonly isOn: boolean;
  /** Its workspace folders. */
  readonly folders: readonly string[];
  /** Throws with the reason when the file names no living kernel with a debug adapter. */
  checkDebuggable(connectionFile: string): void;
  /** Whether a path is a folder or lies below it. */
  isWithin(path: string, folder: string): boolean;
}

export type Decision = { readonly configuration: Configuration; /** undefined: none of the window's. */ readonly folder: string | undefined } | { readonly refused: string };

export function decideAttach({ connectionFile, program, cwd }: EditorAttachRequest, window: Window): Decision {
  if (!window.isOn) return { refused: 'the setting llmspell.autoAttach of this window is off: use the command "llmspell: Attach to Running Kernel…"' };
  if (!window.isTrusted) return { refused: 'the folder of this window is not trusted, so nothing is debugged in it: trust the folder and start again' };
  for (const [name, path] of Object.entries({ connectionFile, program, cwd })) {
    if (!isAbsolute(path)) return { refused: `"${name}" must be an absolute path: ${path}` };
  }
  try {
    window.checkDebuggable(connectionFile);
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
  const holds = (path: string) => (folder: string): boolean => window.isWithin(path, folder);
  const name = `Lua: ${program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1)} (terminal)`;
  const configuration = attachTo(connectionFile, name);
  return { configuration: { ...configuration, ...besideTerminal(configuration) }, folder: window.folders.find(holds(program)) ?? window.folders.find(holds(cwd)) ?? window.folders[0] };
}
