// One VS Code window in the browser, in a tester's words: files, commands, panels, webviews, pictures.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { inRoot } from '../../scripts/lib/root.mjs';
import { DebugView } from './debug-view.ts';
import { EditorView } from './editor-view.ts';
import { eventually } from './eventually.ts';
import { processesWith, type LeftProcess } from './leftovers.ts';
import { startStandingKernel, type StandingKernel } from './standing-kernel.ts';
import type { VsCodeServer } from './vscode-server.ts';

export const SCREENSHOTS = inRoot('out', 'screenshots');

const MENU_CLICK_MS = 600;
// VS Code watches the file; nothing in the window shows that it has read it.
const SETTING_SEEN_MS = 1500;

export interface Window {
  page: Page;
  server: VsCodeServer;
  /** The folder this window has open: a copy, tests may write to it. */
  workspace: string;
  /** Found in the environment of every process of this test run. */
  mark: Record<string, string>;
  /** Of the window's processes. */
  env: Record<string, string>;
}

export class Workbench {
  readonly page: Page;
  readonly workspace: string;
  readonly editor: EditorView;
  readonly debug: DebugView;

  constructor(private readonly window: Window) {
    this.page = window.page;
    this.workspace = window.workspace;
    this.editor = new EditorView(this.page);
    this.debug = new DebugView(this.page, this);
  }

  /** Opens the window, on a file of the workspace when one is named. */
  async open(file?: string): Promise<void> {
    const { server, workspace } = this.window;
    await this.page.goto(server.windowUrl(workspace, file ? [['openFile', server.remoteUri(join(workspace, file))]] : []));
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    if (file) await this.editor.ready();
  }

  /** Opens another file of the workspace (Ctrl+P). */
  async openFile(file: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput(join(this.workspace, file));
    const name = file.split('/').at(-1) ?? file;
    await this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
    await this.editor.ready();
  }

  /** Runs a command by its title in the palette, for example `View: Toggle Panel`. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput(`>${title}`);
  }

  /** Takes an entry of the menu that is open. VS Code ignores a click that comes too soon after the one that opened it. */
  async takeMenuEntry(label: string): Promise<void> {
    const entry = this.menuEntry(label);
    await entry.waitFor();
    await eventually(
      `the end of the menu with ${label}`,
      async () => {
        await entry.click({ timeout: MENU_CLICK_MS }).catch(() => undefined);
        await this.page.waitForTimeout(MENU_CLICK_MS / 2);
        return entry.count();
      },
      (count) => count === 0,
    );
  }

  menuEntry(label: string): Locator {
    return this.page.locator('.monaco-menu .action-item:visible').filter({ has: this.page.getByText(label, { exact: true }) }).first();
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys);
  }

  /** Texts of the status bar, left to right. */
  statusBar(): Promise<string[]> {
    return this.page.locator('.part.statusbar .statusbar-item').allTextContents();
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** The shown notifications' texts. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notification-list-item-message').allTextContents();
  }

  /** The document inside a webview (the visible one, when there are several). */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /** Text of an output channel, once something is in it. */
  async output(channel: string): Promise<string> {
    await this.command(`Output: Show Output Channels...`);
    await this.quickInput(channel);
    return eventually(`output in ${channel}`, () => this.page.locator('.part.panel .output-view .view-lines').innerText(), (text) => text.trim() !== '');
  }

  /** Sets a setting for this window's folder. */
  async setting(name: string, value: unknown): Promise<void> {
    const file = join(this.workspace, '.vscode', 'settings.json');
    mkdirSync(dirname(file), { recursive: true });
    const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
    writeFileSync(file, JSON.stringify({ ...before, [name]: value }));
    await this.page.waitForTimeout(SETTING_SEEN_MS);
  }

  /** Writes a launch.json with one configuration, which F5 then takes. */
  async launchJson(configuration: object): Promise<void> {
    const file = join(this.workspace, '.vscode', 'launch.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ version: '0.2.0', configurations: [configuration] }));
    await this.page.waitForTimeout(SETTING_SEEN_MS);
  }

  /** Opens a terminal, ready to be typed into. */
  async terminal(): Promise<void> {
    await this.command('Terminal: Create New Terminal');
    await eventually('a prompt', () => this.terminalText(), (text) => /[$#] *$/.test(text.trimEnd()));
  }

  /** What the visible terminal shows, lines joined. */
  async terminalText(): Promise<string> {
    const rows = await this.page.locator('.part.panel .xterm-rows:visible > div').allTextContents();
    return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n').trimEnd();
  }

  /** Types into the terminal that is shown. */
  async typeInTerminal(text: string): Promise<void> {
    await this.page.locator('.part.panel .xterm-screen:visible').click();
    await this.page.keyboard.type(text);
  }

  /** Waits for a text in the terminal that is in front. */
  terminalShows(text: string): Promise<string> {
    return eventually(`"${text}" in the terminal`, () => this.terminalText(), (shown) => shown.includes(text));
  }

  /** A kernel beside the window, started as a user does in a terminal, of the same home folder. */
  startKernel(): Promise<StandingKernel> {
    return startStandingKernel(this.window.env, this.workspace);
  }

  /** Ends the page as a killed browser does: nothing in it can say goodbye to the server. */
  async crash(): Promise<void> {
    const crashed = this.page.waitForEvent('crash');
    const session = await this.page.context().newCDPSession(this.page);
    // A page that is gone does not answer.
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  /** Keeps a picture in out/screenshots. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  /** Processes of this test run whose command line contains the text (kernels, language servers …). */
  processes(text: string): LeftProcess[] {
    return processesWith(this.window.mark).filter(({ command }) => command.includes(text));
  }

  /** Fills the quick input that is open (or opening) and accepts its first entry. */
  async quickInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible .quick-input-box input');
    await input.waitFor();
    await input.fill(text);
    await this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row.focused').first().waitFor();
    await this.page.keyboard.press('Enter');
    // It closes, or shows the next question with an empty input.
    await eventually('the accepted input', () => this.quickInputValue(), (value) => value !== text);
  }

  private async quickInputValue(): Promise<string | undefined> {
    const values = await this.page.locator('.quick-input-widget:visible .quick-input-box input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    return values[0];
  }
}
