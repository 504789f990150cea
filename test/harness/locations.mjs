// Where the pieces of the harness lie: VS Code's server inside the code-server package, and the Node it runs on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/lib/root.mjs';

/** `oldest`: the tests run in the oldest VS Code that the extension supports instead of the current one. */
export const OLDEST_VSCODE = process.env.LLMSPELL_TEST_VSCODE === 'oldest';

/** The folder whose lock file says which VS Code and which Node. */
export const HARNESS = OLDEST_VSCODE ? inRoot('test', 'harness', 'oldest') : inRoot('test', 'harness');

const NODE_IT_WANTS = OLDEST_VSCODE ? 20 : 24;

/** The built VS Code server and web workbench that code-server carries. */
export const VSCODE_SERVER = join(HARNESS, 'node_modules', 'code-server', 'lib', 'vscode');

/**
 * The Node binary that this VS Code was made for: from npm on Linux, elsewhere the running one when it is new enough.
 * @returns {string | undefined}
 */
export function serverNode() {
  const fromNpm = join(HARNESS, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(fromNpm)) return fromNpm;
  return Number(process.versions.node.split('.')[0]) >= NODE_IT_WANTS ? process.execPath : undefined;
}

/** A Chromium that is installed, or undefined. @param {NodeJS.ProcessEnv} [env] */
export function chromium(env = process.env) {
  const candidates = [env.LLMSPELL_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
  return candidates.find((path) => path !== undefined && existsSync(path));
}
