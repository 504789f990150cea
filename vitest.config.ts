// Two projects: unit tests beside the sources, and tests that start our processes from dist/.
// Tests inside VS Code are run by test/harness, not by vitest.
import { defineConfig } from 'vitest/config';

const globalSetup = 'test/harness/vitest-engine.mjs';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}', 'test/harness/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'process',
          include: ['test/{api,dap,kernel,cli,lsp,lua,golden,package,start,state}/**/*.test.ts'],
          globalSetup,
          // A busy machine may take long to start a process: the limits only catch what hangs.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          globalSetup,
          testTimeout: 30 * 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
