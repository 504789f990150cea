// A window of the desktop VS Code on examples/, with this checkout as the extension under development.
import { mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../lib/command.mjs';
import { say } from '../lib/progress.mjs';
import { inRoot, ROOT } from '../lib/root.mjs';
import { withoutNpm } from './environment.mjs';

// A window that closes sooner with an error never opened.
const FAILED_START_MS = 10_000;

/**
 * Opens the window and waits until it is closed.
 * @param {import('../lib/desktop.mjs').Desktop} desktop
 * @returns {Promise<boolean>} false when it did not start
 */
export async function openDesktop(desktop) {
  const profile = inRoot('.vscode-test', 'start-desktop');
  await seedSettings(profile);
  say(`Opening VS Code ${desktop.version}: open agents.lua, press F5. Ctrl-C here closes it.`);
  const started = Date.now();
  const { code } = await run(
    desktop.executable,
    [
      // A profile of its own: the window shows this extension only, and is a process that ends with us.
      ...['--user-data-dir', join(profile, 'user'), '--extensions-dir', join(profile, 'extensions')],
      `--extensionDevelopmentPath=${ROOT}`,
      // Trusted: the window opens the examples of the checkout that has just run its own scripts.
      ...['--disable-workspace-trust', '--disable-telemetry', '--skip-welcome', '--skip-release-notes', '--new-window'],
      inRoot('examples'),
    ],
    { env: desktopEnvironment() },
  );
  return code === 0 || Date.now() - started > FAILED_START_MS;
}

/** A terminal inside VS Code sets this, and Electron would be a plain Node. */
function desktopEnvironment() {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = withoutNpm(process.env);
  return env;
}

/** @param {string} profile */
async function seedSettings(profile) {
  const file = join(profile, 'user', 'User', 'settings.json');
  if (existsSync(file)) return;
  const { QUIET_SETTINGS } = await import(pathToFileURL(inRoot('dist/test/harness/user-settings.mjs')).href);
  mkdirSync(join(profile, 'user', 'User'), { recursive: true });
  writeFileSync(file, JSON.stringify(QUIET_SETTINGS, null, 2));
}
