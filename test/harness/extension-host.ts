// Loads a test suite into the extension host: VS Code's server with its test driver on, an empty extension as the
// "extension under development" (so that the suite is accepted), and the real one installed from its .vsix.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { OLDEST_VSCODE } from './locations.mjs';
import { readResult, withFailure, type SuiteResult } from './results.ts';
import { newTestRun, type TestRun } from './test-run.ts';
import { TEST_SETTINGS } from './user-settings.ts';
import { installVsix, VsCodeServer, type ServerOptions } from './vscode-server.ts';

// A suite that hangs, or a workbench that never loads, calls nothing.
const SUITE_LIMIT_MS = 10 * 60_000;

export interface SuiteRun {
  vsix: string;
  /** The bundled suite: a CommonJS file that exports `run()`. */
  suite: string;
  grep?: string;
  onConsole: (text: string) => void;
}

export async function runInExtensionHost(suiteRun: SuiteRun): Promise<SuiteResult> {
  const run = newTestRun('vscode');
  const resultFile = join(run.folder, 'result.json');
  const how = await runSuite(run, suiteRun, resultFile).then(
    (code) => `the suite ended with ${code} and left no whole result`,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  let result = readResult(resultFile, how);
  const left = await run.end();
  for (const { pid, command } of left) result = withFailure(result, 'nothing remains after VS Code has closed', `process ${pid}: ${command}`);
  for (const { title, message } of result.failures) suiteRun.onConsole(`FAILED ${title}\n${message}`);
  return result;
}

/** Answers the exit code. */
async function runSuite(run: TestRun, { vsix, suite, grep, onConsole }: SuiteRun, resultFile: string): Promise<number> {
  const env = { ...run.env, LLMSPELL_TEST_RESULT: resultFile, LLMSPELL_TEST_WORKSPACE: run.workspace, ...(OLDEST_VSCODE ? { LLMSPELL_TEST_VSCODE: 'oldest' } : {}), ...(grep ? { LLMSPELL_TEST_GREP: grep } : {}) };
  const options: ServerOptions = { dataFolder: join(run.folder, 'vscode'), env, settings: TEST_SETTINGS, testDriver: true };
  await installVsix(vsix, options);
  const server = await VsCodeServer.start(options);
  let browser: BrowserContext | undefined;
  try {
    browser = await openBrowser(run.folder, run.mark);
    return await exitCodeOfSuite(browser, server, run, suite, onConsole);
  } finally {
    await browser?.close();
    await server.stop();
  }
}

async function exitCodeOfSuite(browser: BrowserContext, server: VsCodeServer, run: TestRun, suite: string, onConsole: (text: string) => void): Promise<number> {
  const page = browser.pages()[0] ?? (await browser.newPage());
  // VS Code's test driver calls these two functions of the page.
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    if (type !== 'debug' && type !== 'trace') onConsole(args.map(String).join(' '));
  });
  const exit = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  await page.goto(
    server.windowUrl(run.workspace, [
      ['extensionDevelopmentPath', server.remoteUri(emptyExtension(run.folder))],
      ['extensionTestsPath', server.remoteUri(suite)],
      ['enableProposedApi', ''],
      ['skipWelcome', 'true'],
    ]),
  );
  return withLimit(exit, SUITE_LIMIT_MS, 'the suite did not end');
}

/** An extension that does nothing: VS Code loads a test suite only for one under development. */
export function emptyExtension(folder: string): string {
  const path = join(folder, 'driver');
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'driver', publisher: 'llmspell-test', version: '1.0.0', engines: { vscode: '^1.100.0' } }));
  return path;
}

async function withLimit<T>(promise: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${message} within ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
