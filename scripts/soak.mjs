// npm run soak: the long tests (test/soak), the suites in VS Code again and again, and once in the oldest VS Code we support.
//   --runs N   how often (5)
import { parseArgs } from 'node:util';
import { endCommandsOnSignals, mustRun } from './lib/command.mjs';
import { installPackages } from './lib/install.mjs';
import { main } from './lib/main.mjs';
import { step } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';
import { sum } from './test/counts.mjs';
import { harness, vitest } from './test/suites.mjs';
import { setUpTests } from '../test/harness/setup.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });

endCommandsOnSignals();
await main(async () => {
  await installPackages();
  await setUpTests();
  await step('Building and packaging', async () => {
    await mustRun(process.execPath, [inRoot('scripts/build.mjs')]);
    await mustRun(process.execPath, [inRoot('scripts/package.mjs')]);
  });
  const results = [await step('Long tests', () => vitest('soak'))];
  for (let round = 1; round <= Number(values.runs); round++) {
    results.push(await step(`Tests inside VS Code, round ${round}`, () => harness('run-vscode')));
    results.push(await step(`Tests of the VS Code window, round ${round}`, () => harness('run-ui')));
  }
  process.env.LLMSPELL_TEST_VSCODE = 'oldest';
  await mustRun(process.execPath, [inRoot('test/harness/setup.mjs')]);
  results.push(await step('Tests inside the oldest VS Code', () => harness('run-vscode')));
  results.push(await step('Tests of the window of the oldest VS Code', () => harness('run-ui')));

  const { passed, failed } = sum(results);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
