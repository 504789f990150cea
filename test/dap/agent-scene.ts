/** Scripts whose agents are stopped at: started under the debugger with filters, against the demo provider or a server of the test. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { Sandbox } from '../support/processes.ts';
import { adapter } from './adapter.ts';
import { DapClient, type StdioAdapter } from './client.ts';
import { localProvider, modelServer, type ModelServer, type Reaction } from './model-server.ts';
import { script, type Script } from './script.ts';

export type Filter = string | { readonly filterId: string; readonly condition?: string };

export interface Scene {
  readonly dap: StdioAdapter;
  readonly program: Script;
}

export async function run(text: string, filters: readonly Filter[], configure: (dap: StdioAdapter, program: Script) => Promise<unknown> = async () => undefined): Promise<Scene> {
  const program = script(text);
  const config = join(program.folder, 'llmspell.toml');
  writeFileSync(config, localProvider);
  const dap = adapter();
  const filterOptions = filters.map((filter) => (typeof filter === 'string' ? { filterId: filter } : filter));
  await dap.launch(program.path, { config }, async () => {
    await dap.request('setExceptionBreakpoints', { filters: [], filterOptions });
    await configure(dap, program);
  });
  return { dap, program };
}

/** A script whose agent asks a server that reacts in this way. */
export async function served(text: string, filters: readonly Filter[], reactions: readonly Reaction[]): Promise<Scene & { readonly model: ModelServer }> {
  const model = await modelServer();
  model.react(...reactions);
  return { model, ...(await run(`${model.agent}\n${text}`, filters)) };
}

export const poet = 'local poet = Agent.create("poet", { model = "demo/echo", system_prompt = "Be brief." })\n';
export const asks = `${poet}local about = "rain"\nlocal answer = poet:execute({ prompt = about }) --@asks\nprint(answer.text)\n`;

export async function top(dap: StdioAdapter, filter: string): Promise<{ readonly frameId: number; readonly line: number; readonly threadId: number }> {
  const { threadId } = await dap.stopped('exception');
  expect((await dap.request('exceptionInfo', { threadId })).exceptionId).toBe(filter);
  const frame = (await dap.stack(threadId))[0]!;
  return { frameId: frame.id, line: frame.line, threadId };
}

export async function scopeRef(dap: StdioAdapter, frameId: number, name: string): Promise<number> {
  const { scopes } = await dap.request('scopes', { frameId });
  return scopes.find((scope) => scope.name === name)!.variablesReference;
}

export async function tcpKernel(): Promise<{ connect(): DapClient; readonly token: string }> {
  const box = new Sandbox();
  onTestFinished(() => box.dispose());
  const running = box.llmspell('kernel', 'start', '--port', '0');
  const [, file = ''] = await running.saw(/connection file: (.*)\n/);
  const { token, dap_port: port } = JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
  return {
    token: token!,
    connect() {
      const socket = createConnection(port!, '127.0.0.1');
      return new DapClient(socket, socket);
    },
  };
}

export const goOn = (dap: StdioAdapter, threadId = 1): Promise<unknown> => dap.request('continue', { threadId });
