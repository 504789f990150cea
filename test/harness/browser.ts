// A headless Chromium for one test run, with a profile of its own.
import { join } from 'node:path';
import { chromium as playwright, type BrowserContext } from 'playwright-core';
import { chromium } from './locations.mjs';

const WINDOW = { width: 1400, height: 900 };

/** @param env added to the browser's environment: the mark of the run */
export async function openBrowser(dataFolder: string, env: Record<string, string>): Promise<BrowserContext> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error('No Chromium found: run `node test/harness/setup.mjs`.');
  return playwright.launchPersistentContext(join(dataFolder, 'chromium'), {
    executablePath,
    headless: true,
    env: { ...definedOnly(process.env), ...env },
    // An interrupted run ends all its processes itself (abortTestRuns).
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    viewport: WINDOW,
    // The sandbox needs privileges that containers do not give; the pages are our own.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
