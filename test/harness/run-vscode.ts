// Runs the Mocha suite of test/vscode inside the extension host of a real VS Code (in the browser), on the .vsix.
//   node dist/test/harness/run-vscode.mjs [--vsix FILE] [--grep PATTERN] [--result FILE]
// What else the extension host prints goes to out/logs/extension-host.log.
import { createWriteStream, mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { endCommandsOnSignals } from '../../scripts/lib/command.mjs';
import { inRoot } from '../../scripts/lib/root.mjs';
import { vsixOfThisPlatform } from '../../scripts/lib/vsix-name.mjs';
import { runInExtensionHost } from './extension-host.ts';
import { writeResult } from './results.ts';
import { abortTestRuns } from './test-run.ts';

// Lines of the reporter (in-editor/mocha.ts) and of the run itself.
const REPORTED = /^( {2}[✓✗-] |FAILED )/;

const { values } = parseArgs({
  options: {
    vsix: { type: 'string', default: vsixOfThisPlatform() },
    grep: { type: 'string' },
    result: { type: 'string' },
  },
});

endCommandsOnSignals(abortTestRuns);
mkdirSync(inRoot('out', 'logs'), { recursive: true });
const log = createWriteStream(inRoot('out', 'logs', 'extension-host.log'));
const result = await runInExtensionHost({
  vsix: resolve(values.vsix),
  suite: inRoot('dist', 'test', 'vscode', 'index.cjs'),
  grep: values.grep,
  onConsole: (text) => {
    log.write(`${text}\n`);
    if (REPORTED.test(text)) process.stdout.write(`${text}\n`);
  },
});
if (values.result) writeResult(values.result, result);
process.stdout.write(`${result.passed} passed, ${result.failed} failed\n`);
process.exitCode = result.failed === 0 && result.passed > 0 ? 0 : 1;
