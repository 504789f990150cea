// A kernel that stands by itself (`llmspell kernel start`), in the environment of a test run's windows: they find it by its connection file.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/lib/root.mjs';
import { eventually } from './eventually.ts';

export interface StandingKernel {
  id: string;
  /** Of its debug adapter. */
  port: number;
  stop(): Promise<void>;
}

export async function startStandingKernel(env: Record<string, string>, workspace: string): Promise<StandingKernel> {
  const file = join(workspace, 'standing-kernel.json');
  const child = spawn(process.execPath, [inRoot('dist', 'cli.mjs'), 'kernel', 'start', '--port', '0', '-f', file], { env, stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await eventually('the connection file of the kernel', () => existsSync(file), Boolean);
  const { kernel_id: id, dap_port: port } = JSON.parse(readFileSync(file, 'utf8')) as { kernel_id: string; dap_port: number };
  return {
    id,
    port,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
