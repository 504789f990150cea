/** An editor kernel as a child process, reached as the extension reaches it: JSON-RPC on its stdio. */
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import { EditorRpc, type ExecuteResult, type KernelReady, type KernelStatus } from '../../src/common/editor-rpc.ts';
import { KERNEL, type Running, type Sandbox } from './processes.ts';

export interface EditorKernel {
  readonly running: Running;
  readonly rpc: MessageConnection;
  readonly ready: KernelReady;
  readonly statuses: KernelStatus[];
  execute(code: string): Promise<ExecuteResult>;
}

export interface EditorKernelOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly file?: string;
}

/** Ends with the sandbox; its connection is the caller's to dispose. */
export async function startEditorKernel(box: Sandbox, { env = {}, args = [], file = KERNEL }: EditorKernelOptions = {}): Promise<EditorKernel> {
  const running = box.start(file, args, env);
  const rpc = createMessageConnection(new StreamMessageReader(running.process.stdout), new StreamMessageWriter(running.process.stdin));
  rpc.onError(() => undefined);
  const statuses: KernelStatus[] = [];
  rpc.onNotification(EditorRpc.Status, (status: KernelStatus) => void statuses.push(status));
  const ready = new Promise<KernelReady>((resolve) => rpc.onNotification(EditorRpc.Ready, resolve));
  rpc.listen();
  const ended = running.ended.then(({ stderr }) => Promise.reject(new Error(`the kernel ended: ${stderr}`)));
  ended.catch(() => undefined);
  return { running, rpc, ready: await Promise.race([ready, ended]), statuses, execute: (code) => rpc.sendRequest(EditorRpc.Execute, { code }) };
}
