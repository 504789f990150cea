// Runs test/ui/*.ui.ts: each test in a window of its own, on the .vsix, driven by Playwright.
//   node dist/test/harness/run-ui.mjs [--vsix FILE] [--grep PATTERN] [--result FILE]
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { endCommandsOnSignals } from '../../scripts/lib/command.mjs';
import { inRoot } from '../../scripts/lib/root.mjs';
import { vsixOfThisPlatform } from '../../scripts/lib/vsix-name.mjs';
import { writeResult } from './results.ts';
import { abortTestRuns } from './test-run.ts';
import { registeredTests } from './ui.ts';
import { runUiTests } from './ui-runner.ts';

const { values } = parseArgs({
  options: {
    vsix: { type: 'string', default: vsixOfThisPlatform() },
    grep: { type: 'string', default: '' },
    result: { type: 'string' },
  },
});

endCommandsOnSignals(abortTestRuns);
const folder = inRoot('dist', 'test', 'ui');
for (const file of readdirSync(folder).filter((name) => name.endsWith('.ui.mjs'))) await import(pathToFileURL(join(folder, file)).href);

const pattern = new RegExp(values.grep);
const result = await runUiTests(
  resolve(values.vsix),
  registeredTests().filter(({ title }) => pattern.test(title)),
);
if (values.result) writeResult(values.result, result);
process.stdout.write(`${result.passed} passed, ${result.failed} failed\n`);
process.exitCode = result.failed === 0 && result.passed > 0 ? 0 : 1;
