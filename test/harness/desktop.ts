// The same Mocha suite in a desktop VS Code that is installed here; nothing is ever downloaded.
//   LLMSPELL_DESKTOP_TESTS=/path/to/code node dist/test/harness/desktop.mjs [--vsix FILE] [--grep PATTERN] [--result FILE]
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { endCommandsOnSignals } from '../../scripts/lib/command.mjs';
import { inRoot } from '../../scripts/lib/root.mjs';
import { vsixOfThisPlatform } from '../../scripts/lib/vsix-name.mjs';
import { emptyExtension } from './extension-host.ts';
import { EMPTY_RESULT, readResult, withFailure, writeResult } from './results.ts';
import { abortTestRuns, newTestRun, type TestRun } from './test-run.ts';
import { TEST_SETTINGS } from './user-settings.ts';

const { values } = parseArgs({
  options: {
    vsix: { type: 'string', default: vsixOfThisPlatform() },
    grep: { type: 'string' },
    result: { type: 'string' },
  },
});

const executable = process.env.LLMSPELL_DESKTOP_TESTS;
if (executable === undefined || !existsSync(executable)) {
  process.stderr.write('Set LLMSPELL_DESKTOP_TESTS to the executable of an installed desktop VS Code, for example /usr/share/code/code.\n');
  process.exit(2);
}

endCommandsOnSignals(abortTestRuns);
const run = newTestRun('desktop');
let result = await runSuite(executable, run).catch((error: unknown) => withFailure(EMPTY_RESULT, 'VS Code runs the suite', String(error)));
for (const { pid, command } of await run.end()) result = withFailure(result, 'nothing remains after VS Code has closed', `process ${pid}: ${command}`);
if (values.result) writeResult(values.result, result);
for (const { title, message } of result.failures) process.stdout.write(`FAILED ${title}\n${message}\n`);
process.stdout.write(`${result.passed} passed, ${result.failed} failed\n`);
process.exitCode = result.failed === 0 && result.passed > 0 ? 0 : 1;

async function runSuite(vscode: string, { folder, workspace, env }: TestRun) {
  const resultFile = join(folder, 'result.json');
  const userData = join(folder, 'user');
  const extensions = join(folder, 'extensions');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(TEST_SETTINGS));
  const profile = ['--user-data-dir', userData, '--extensions-dir', extensions];
  await install(vscode, resolve(values.vsix), profile);
  // A failed suite makes runTests reject; its result file says more.
  const ended = await runTests({
    vscodeExecutablePath: vscode,
    extensionDevelopmentPath: emptyExtension(folder),
    extensionTestsPath: inRoot('dist', 'test', 'vscode', 'index.cjs'),
    extensionTestsEnv: { ...env, LLMSPELL_TEST_RESULT: resultFile, LLMSPELL_TEST_WORKSPACE: workspace, LLMSPELL_TEST_GREP: values.grep },
    launchArgs: [workspace, ...profile, '--disable-workspace-trust', '--disable-telemetry', '--skip-welcome', '--skip-release-notes'],
  }).catch((error: unknown) => error);
  return readResult(resultFile, `the suite left no whole result: ${String(ended)}`);
}

async function install(vscode: string, vsix: string, profile: string[]): Promise<void> {
  const [command, ...args] = resolveCliArgsFromVSCodeExecutablePath(vscode, { reuseMachineInstall: true });
  if (command === undefined) throw new Error(`${vscode} has no command line beside it.`);
  const child = spawn(command, [...args, ...profile, '--install-extension', vsix, '--force'], { stdio: 'inherit', shell: process.platform === 'win32' });
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`VS Code refused ${vsix} (exit code ${String(code)}).`);
}
