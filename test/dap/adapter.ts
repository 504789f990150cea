/** An adapter for one test, ended with it. */
import { onTestFinished } from 'vitest';
import { StdioAdapter } from './client.ts';

export function adapter(args: readonly string[] = [], env: Record<string, string> = {}): StdioAdapter {
  const started = new StdioAdapter(args, env);
  onTestFinished(async () => {
    started.kill();
    await started.exited;
  });
  return started;
}
