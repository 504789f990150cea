// VS Code in the browser on examples/, served on this machine only, with the extension installed from its .vsix.
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { setUpServer } from '../../test/harness/setup.mjs';
import { endCommandsOnSignals, mustRun } from '../lib/command.mjs';
import { say, step } from '../lib/progress.mjs';
import { inRoot } from '../lib/root.mjs';
import { vsixOfThisPlatform } from '../lib/vsix-name.mjs';
import { withoutNpm } from './environment.mjs';

/** Serves until Ctrl-C. @returns {Promise<number>} the exit code, when the server ends by itself */
export async function serveBrowser() {
  /** @type {import('../../test/harness/vscode-server.ts').VsCodeServer | undefined} */
  let server;
  let interrupted = false;
  endCommandsOnSignals(async () => {
    interrupted = true;
    await server?.stop();
  });

  await setUpServer();
  await step('Building and packaging the extension', async () => {
    await mustRun(process.execPath, [inRoot('scripts/build.mjs')], { quiet: true });
    await mustRun(process.execPath, [inRoot('scripts/package.mjs')], { quiet: true });
  });
  const { installVsix, VsCodeServer } = await harness('vscode-server');
  const { QUIET_SETTINGS } = await harness('user-settings');
  /** @type {import('../../test/harness/vscode-server.ts').ServerOptions} */
  const options = {
    dataFolder: inRoot('.vscode-test', 'start'),
    env: withoutNpm(process.env),
    settings: QUIET_SETTINGS,
    connectionToken: randomBytes(16).toString('hex'), // who has the address, and nobody else on this machine
    // Trusted: the window opens the examples of the checkout that has just run its own scripts.
    workspaceTrust: false,
  };
  await step('Starting VS Code', async () => {
    await installVsix(vsixOfThisPlatform(), options);
    server = await VsCodeServer.start(options);
  });
  if (server === undefined) return 1;
  process.stdout.write(`\n  ${server.windowUrl(inRoot('examples'))}\n\nOpen this address in a browser, open examples/agents.lua, press F5. Ctrl-C ends VS Code.\n`);
  await server.ended();
  if (!interrupted) say('VS Code has ended.');
  return 1;
}

/** A part of the test harness, which is TypeScript and therefore in dist/. @param {string} name */
function harness(name) {
  return import(pathToFileURL(inRoot('dist', 'test', 'harness', `${name}.mjs`)).href);
}
