// npm test: installs what is missing, builds, and runs every suite. Its last lines are all failures again, and the sum.
//   npm test -- unit lint     only these suites (build, typecheck, lint, unit, process, package, vscode, ui)
import { existsSync } from 'node:fs';
import { installDebianPackages } from './lib/apt.mjs';
import { endCommandsOnSignals } from './lib/command.mjs';
import { installPackages } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { say, step } from './lib/progress.mjs';
import { sum } from './test/counts.mjs';
import { failureLines } from './test/failures.mjs';
import { SUITES } from './test/suites.mjs';
import { setUpTests } from '../test/harness/setup.mjs';

// Real Lua and a real library to compare with and to debug.
const LUA_PACKAGES = [
  { name: 'lua5.3', file: '/usr/bin/lua5.3', reason: 'the reference that our results are compared with' },
  { name: 'lua-penlight', file: '/usr/share/lua/5.3/pl', reason: 'a real library that is debugged' },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
/** @type {({title: string} & import('./test/suites.mjs').Result)[]} */
const results = [];

endCommandsOnSignals();
await main(async () => {
  if (unknown.length > 0) throw new Error(`Unknown suite ${unknown.join(', ')}: there are ${SUITES.map(({ name }) => name).join(', ')}.`);
  await installPackages();
  await setUpTests();
  const missing = LUA_PACKAGES.filter(({ file }) => !existsSync(file));
  if (missing.length > 0) await installDebianPackages(Object.fromEntries(missing.map(({ name, reason }) => [name, reason])));

  for (const { name, title, run } of SUITES) {
    if (wanted.length === 0 || wanted.includes(name)) results.push({ title, ...(await step(title, run)) });
  }
}).catch(() => undefined);
finish();

function finish() {
  const { passed, failed } = sum(results);
  // Whatever kept the suites from running is one failure too.
  const broken = failed === 0 && process.exitCode !== 0 ? 1 : 0;
  for (const result of results) say(`${result.failed === 0 ? '✓' : '✗'} ${result.title}: ${result.passed} passed, ${result.failed} failed`);
  for (const line of failureLines(results)) say(line);
  if (failed + broken > 0) process.exitCode = 1;
  process.stdout.write(`${passed} passed, ${failed + broken} failed\n`);
}
