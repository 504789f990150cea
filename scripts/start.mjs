// npm start: opens VS Code on the examples, with the extension. Nothing has to be done before; only Node
// built-ins are imported until the packages are there.
//   npm start                          desktop VS Code where one is installed, otherwise VS Code in the browser
//   npm start -- --browser             VS Code in the browser in any case
//   npm start -- --run FILE [ARGS]     runs a script in the terminal: stdout is the script's, the exit code too
import { existsSync, readFileSync } from 'node:fs';
import { endCommandsOnSignals, mustRun } from './lib/command.mjs';
import { findDesktop, thisMachine } from './lib/desktop.mjs';
import { installPackages } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { say, step } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';
import { openDesktop } from './start/desktop.mjs';
import { runScript } from './start/run-script.mjs';
import { serveBrowser } from './start/browser.mjs';

const USAGE = 'usage: npm start [-- --browser | --run FILE [ARGS]]';
const [option, ...rest] = process.argv.slice(2);

await main(async () => {
  if (option === '--run' && rest[0] === undefined) throw new Error(`--run needs a script.\n${USAGE}`);
  if (option !== undefined && option !== '--run' && option !== '--browser') throw new Error(`Unknown option ${option}.\n${USAGE}`);
  await installPackages();
  if (option === '--run') return runScript(await build('cli.mjs'), rest);
  return open();
});

async function open() {
  const found = option === '--browser' ? { reason: 'as asked' } : findDesktop(thisMachine(), oldestVsCode());
  if ('desktop' in found) {
    endCommandsOnSignals();
    await build('extension.cjs');
    if (await openDesktop(found.desktop)) return 0;
    say('The desktop VS Code did not start; opening it in the browser instead.');
  } else {
    say(`VS Code opens in the browser (${found.reason}).`);
  }
  return serveBrowser();
}

/** @param {string} output what must be there afterwards @returns {Promise<string>} its path */
async function build(output) {
  await step('Building', () => mustRun(process.execPath, [inRoot('scripts/build.mjs')], { quiet: true }));
  const path = inRoot('dist', output);
  if (!existsSync(path)) throw new Error(`The build did not make dist/${output}.`);
  return path;
}

function oldestVsCode() {
  const { engines } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return String(engines.vscode).replace(/^\^/, '');
}
