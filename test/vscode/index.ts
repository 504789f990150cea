/** The Mocha suite that VS Code's extension host loads: `run()` resolves when all tests have passed and rejects otherwise. */
import { runSuites } from '../harness/in-editor/mocha.ts';

export function run(): Promise<void> {
  return runSuites([
    () => import('./suites/start.suite.ts'),
    () => import('./suites/breakpoints.suite.ts'),
    () => import('./suites/data-breakpoints.suite.ts'),
    () => import('./suites/stepping.suite.ts'),
    () => import('./suites/values.suite.ts'),
    () => import('./suites/agent-breakpoints.suite.ts'),
    () => import('./suites/ends.suite.ts'),
    () => import('./suites/ended-focus.suite.ts'),
    () => import('./suites/input.suite.ts'),
    () => import('./suites/coroutines.suite.ts'),
    () => import('./suites/kernel-loss.suite.ts'),
    () => import('./suites/api-keys.suite.ts'),
    () => import('./suites/answers.suite.ts'),
    () => import('./suites/language.suite.ts'),
    () => import('./suites/attach.suite.ts'),
    () => import('./suites/launch.suite.ts'),
    () => import('./suites/terminal.suite.ts'),
    () => import('./suites/inspection.suite.ts'),
    () => import('./suites/timing.suite.ts'),
  ]);
}
