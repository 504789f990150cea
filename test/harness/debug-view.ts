// Debugging in a window: start, stops, the views of the Run and Debug side bar, the Debug Console.
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import type { Workbench } from './workbench.ts';

const TOOLBAR = '.debug-toolbar:visible';
const HOVER = '.debug-hover-widget:visible';
const HOVER_DELAY_MS = 1000;
const MENU_OPENS_MS = 5000;
// A row opens when its children have come; a second click meanwhile would close it.
const ASKED_FOR_CHILDREN_MS = 500;

export class DebugView {
  constructor(
    private readonly page: Page,
    private readonly workbench: Workbench,
  ) {}

  /** F5 with the focus in the editor. */
  async start(): Promise<void> {
    await this.page.keyboard.press('Control+1'); // the focus goes to the editor, its cursor stays
    await this.page.locator('.part.editor .monaco-editor.focused').first().waitFor();
    await this.page.keyboard.press('F5');
  }

  /** Waits for the yellow line to be there. */
  async stoppedAt(line: number): Promise<void> {
    await eventually(`the stop in line ${line}`, () => this.workbench.editor.topFrameLine(), (at) => at === line);
  }

  async continue(): Promise<void> {
    await this.page.keyboard.press('F5');
  }

  async stepOver(): Promise<void> {
    await this.page.keyboard.press('F10');
  }

  async stepInto(): Promise<void> {
    await this.page.keyboard.press('F11');
  }

  async stepOut(): Promise<void> {
    await this.page.keyboard.press('Shift+F11');
  }

  async stop(): Promise<void> {
    await this.page.keyboard.press('Shift+F5');
    await this.ended();
  }

  /** No debug session is left in this window. */
  async ended(): Promise<void> {
    await eventually('the end of the debug session', () => this.page.locator(TOOLBAR).count(), (count) => count === 0);
  }

  /** Rows of the Variables view as shown, for example `["Locals", "a = 1"]`. */
  async variables(): Promise<string[]> {
    const rows = await this.page.locator('.debug-variables .monaco-list-row').allTextContents();
    return rows.map((row) => row.trim().replace(/\s*[:=]\s*/, ' = '));
  }

  /** Waits until the Variables view shows a row. */
  variable(row: string): Promise<string[]> {
    return eventually(`the variable ${row}`, () => this.variables(), (rows) => rows.includes(row));
  }

  /** Opens a row of the Variables view (a scope or a table). */
  async expandVariable(name: string): Promise<void> {
    const row = this.page.locator('.debug-variables .monaco-list-row').filter({ hasText: name }).first();
    await row.waitFor();
    // VS Code may be opening it itself, or drawing the tree anew under a click.
    await eventually(
      `${name} opened`,
      async () => {
        const expanded = await row.getAttribute('aria-expanded');
        if (expanded === 'false') {
          await row.locator('.monaco-tl-twistie').click();
          await this.page.waitForTimeout(ASKED_FOR_CHILDREN_MS);
        }
        return expanded;
      },
      (expanded) => expanded === 'true',
    );
  }

  /** Moves the mouse over a text until its value is shown. A first movement is lost while inline values arrive. */
  hoverShows(line: number, text: string, value: string | RegExp): Promise<string[]> {
    return eventually(
      `${String(value)} in a hover over ${text}`,
      async () => {
        await this.workbench.editor.hover(line, text);
        await this.page.waitForTimeout(HOVER_DELAY_MS);
        return this.page.locator(HOVER).allInnerTexts();
      },
      (texts) => texts.some((shown) => (typeof value === 'string' ? shown.includes(value) : value.test(shown))),
    );
  }

  /** What is shown when the mouse rests over a text for a while: nothing, or a value. */
  async hoverOver(line: number, text: string): Promise<string[]> {
    await this.workbench.editor.hover(line, text);
    await this.page.waitForTimeout(2 * HOVER_DELAY_MS);
    return this.page.locator(HOVER).allInnerTexts();
  }

  /** Opens the menu of a row of the Variables view, which has the entry. A row that is drawn anew under the click opens none. */
  async openVariableMenu(row: string | RegExp, entry: string): Promise<void> {
    await eventually(
      `the menu of ${String(row)}`,
      async () => {
        await this.page.keyboard.press('Escape');
        await this.page.locator('.debug-variables .monaco-list-row').filter({ hasText: row }).first().click({ button: 'right' });
        return this.workbench.menuEntry(entry).waitFor({ timeout: MENU_OPENS_MS }).then(() => true, () => false);
      },
      (isOpen) => isOpen,
    );
  }

  /** Opens the menu of a row of the Variables view and takes an entry. */
  async variableMenu(row: string | RegExp, entry: string): Promise<void> {
    await this.openVariableMenu(row, entry);
    await this.workbench.takeMenuEntry(entry);
  }

  /** Ticks or unticks an exception filter in the Breakpoints view. */
  async tickFilter(label: string): Promise<void> {
    // The latter in older versions of VS Code.
    await (await this.filter(label)).locator('.monaco-custom-toggle, input[type="checkbox"]').click();
  }

  /** Gives an exception filter a condition, in the field that its menu opens. */
  async filterCondition(label: string, condition: string): Promise<void> {
    await (await this.filter(label)).click({ button: 'right' });
    await this.workbench.takeMenuEntry('Edit Condition...');
    const input = this.page.locator('.debug-breakpoints .monaco-inputbox input');
    await input.fill(condition);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'detached' });
  }

  private async filter(label: string): Promise<Locator> {
    await this.workbench.command('Debug: Focus on Breakpoints View');
    const row = this.page.locator('.debug-breakpoints .monaco-list-row').filter({ hasText: label });
    await row.scrollIntoViewIfNeeded();
    return row;
  }

  callStack(): Promise<string[]> {
    return this.page.locator('.debug-call-stack .monaco-list-row').allTextContents();
  }

  /** Lines of the Debug Console. */
  async console(): Promise<string[]> {
    return this.page.locator('.repl .monaco-list-row .expression, .repl .monaco-list-row .evaluation-result, .repl .monaco-list-row .output').allTextContents();
  }

  /** Waits for a text in the Debug Console. */
  consoleShows(text: string): Promise<string[]> {
    return eventually(`"${text}" in the Debug Console`, () => this.console(), (lines) => lines.some((line) => line.includes(text)));
  }

  /** Types into the Debug Console and sends it. */
  async evaluate(expression: string): Promise<void> {
    await this.focusConsole();
    await this.page.keyboard.insertText(expression);
    await this.page.keyboard.press('Enter');
  }

  /** Types into the Debug Console key by key, in place of what stands there, and does not send it. */
  async typeInConsole(text: string): Promise<void> {
    await this.focusConsole();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** Waits for a completion that is offered in the Debug Console. */
  async suggests(label: string): Promise<void> {
    await this.page.locator('.suggest-widget:visible .monaco-list-row').filter({ hasText: label }).first().waitFor();
  }

  private async focusConsole(): Promise<void> {
    await this.workbench.command('Debug Console: Focus on Debug Console View');
    await this.page.locator('.repl-input-wrapper .view-lines').click();
  }
}
