// Where UI tests register: `uiTest(title, async (workbench) => …)` at the top level of a test/ui/*.ui.ts file.
import type { Workbench } from './workbench.ts';

export interface UiOptions {
  /** A file of the workspace to open the window on. Without it the test calls `workbench.open`. */
  file?: string;
  /** Ask for trust, as VS Code does by default; otherwise every folder is trusted. */
  workspaceTrust?: boolean;
}

export interface UiTest {
  title: string;
  options: UiOptions;
  body: (workbench: Workbench) => Promise<void>;
}

const registered: UiTest[] = [];

export function uiTest(title: string, options: UiOptions, body: UiTest['body']): void {
  registered.push({ title, options, body });
}

export function registeredTests(): readonly UiTest[] {
  return registered;
}
