// npm run soak: the long tests (test/soak), and the suite inside VS Code again and again.
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
  const { passed, failed } = sum(results);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
