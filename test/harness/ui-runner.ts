// One server and one browser for all UI tests (a second server for those that want to be asked for trust),
// a fresh copy of the workspace and a fresh window for each.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { EMPTY_RESULT, withFailure, type SuiteResult } from './results.ts';
import { newTestRun, type TestRun } from './test-run.ts';
import type { UiTest } from './ui.ts';
import { TEST_SETTINGS } from './user-settings.ts';
import { installVsix, VsCodeServer, type ServerOptions } from './vscode-server.ts';
import { Workbench } from './workbench.ts';

const TEST_LIMIT_MS = 4 * 60_000;

export async function runUiTests(vsix: string, tests: readonly UiTest[]): Promise<SuiteResult> {
  let result: SuiteResult = EMPTY_RESULT;
  for (const workspaceTrust of [false, true]) {
    const chosen = tests.filter(({ options }) => (options.workspaceTrust ?? false) === workspaceTrust);
    if (chosen.length > 0) result = await runOnOneServer(vsix, chosen, workspaceTrust, result);
  }
  return result;
}

async function runOnOneServer(vsix: string, tests: readonly UiTest[], workspaceTrust: boolean, before: SuiteResult): Promise<SuiteResult> {
  let result = before;
  const run = newTestRun('ui');
  const options: ServerOptions = { dataFolder: join(run.folder, 'vscode'), env: run.env, settings: TEST_SETTINGS, workspaceTrust };
  let server: VsCodeServer | undefined;
  let browser: BrowserContext | undefined;
  try {
    await installVsix(vsix, options);
    server = await VsCodeServer.start(options);
    browser = await openBrowser(run.folder, run.mark);
    for (const [index, test] of tests.entries()) {
      const failure = await runOne(test, index, run, server, browser);
      result = failure === undefined ? { ...result, passed: result.passed + 1 } : withFailure(result, test.title, failure);
    }
  } catch (error) {
    result = withFailure(result, 'VS Code opens in the browser', messageOf(error));
  } finally {
    await browser?.close();
    await server?.stop();
  }
  for (const { pid, command } of await run.end()) result = withFailure(result, 'nothing remains after the windows have closed', `process ${pid}: ${command}`);
  return result;
}

/** @returns why it failed, or undefined */
async function runOne(test: UiTest, index: number, run: TestRun, server: VsCodeServer, browser: BrowserContext): Promise<string | undefined> {
  const started = Date.now();
  const workspace = join(run.folder, `workspace-${index}`);
  cpSync(run.workspace, workspace, { recursive: true });
  const page = await browser.newPage();
  const workbench = new Workbench({ page, server, workspace, mark: run.mark, env: run.env });
  try {
    await withLimit(runBody(test, workbench));
    process.stdout.write(`  ✓ ${test.title} (${Date.now() - started} ms)\n`);
    return undefined;
  } catch (error) {
    await workbench.screenshot(`failed-${test.title.replace(/[^a-z0-9]+/gi, '-')}`).catch(() => undefined);
    process.stdout.write(`  ✗ ${test.title}\n${messageOf(error)}\n`);
    return messageOf(error);
  } finally {
    await page.close({ runBeforeUnload: false }).catch(() => undefined);
  }
}

async function runBody({ options, body }: UiTest, workbench: Workbench): Promise<void> {
  if (options.file) await workbench.open(options.file);
  await body(workbench);
}

async function withLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the test did not end within ${TEST_LIMIT_MS / 1000} s`)), TEST_LIMIT_MS);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** Without the browser's own log, which Playwright adds by the page. */
function messageOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.replace(/Browser logs:[\s\S]*?(?=\n {4}at |$)/, '');
}
