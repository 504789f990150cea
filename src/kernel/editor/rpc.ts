/** Serves the editor's JSON-RPC (editor-rpc.ts) over the kernel's stdin and stdout. */
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc/node';
import type { Readable, Writable } from 'node:stream';
import { EditorRpc, type EventBatch, type ExecuteRequest, type ExecuteResult, type KernelReady } from '../../common/editor-rpc.ts';
import type { SpellEvent } from '../../common/events.ts';
import type { Kernel } from '../kernel.ts';
import { OutputCollector } from '../sessions/output-collector.ts';

/** Events are sent in batches, so often: quick enough for streamed text, few enough messages under load. */
const BATCH_MS = 25;

export interface EditorRpcServer {
  ready(ready: KernelReady): void;
  dispose(): void;
}

export function serveEditorRpc(kernel: Kernel, streams: { readonly input: Readable; readonly output: Writable }, shutdown: () => Promise<number>): EditorRpcServer {
  const connection = createMessageConnection(new StreamMessageReader(streams.input), new StreamMessageWriter(streams.output));
  let stopEvents: (() => void) | undefined;

  connection.onRequest(EditorRpc.Execute, async (request: ExecuteRequest, token: CancellationToken): Promise<ExecuteResult> => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const output = new OutputCollector();
    const end = await kernel.execute({
      program: { kind: 'code', code: request.code, chunkName: request.chunkName ?? '=editor' },
      ...(request.args !== undefined && { args: request.args }),
      ...(request.cwd !== undefined && { cwd: request.cwd }),
      origin: 'editor',
      onOutput: output.take,
      signal: controller.signal,
    });
    return { ...end, stdout: output.text('stdout'), stderr: output.text('stderr') };
  });
  connection.onRequest(EditorRpc.EventsSince, ({ after }: { after: number }): EventBatch => ({ events: kernel.events.since(after) }));
  connection.onRequest(EditorRpc.SubscribeEvents, () => {
    stopEvents ??= sendEvents(kernel, connection);
  });
  connection.onRequest(EditorRpc.Secrets, (secrets: Record<string, string>) => kernel.setSecrets(secrets));
  connection.onRequest(EditorRpc.Shutdown, async () => ({ cancelled: await shutdown() }));
  const sendStatus = (): void => void connection.sendNotification(EditorRpc.Status, kernel.status()).catch(() => undefined);
  kernel.sessions.onChange(sendStatus);
  connection.listen();

  return {
    ready(ready) {
      void connection.sendNotification(EditorRpc.Ready, ready);
      sendStatus();
    },
    dispose() {
      stopEvents?.();
      connection.dispose();
    },
  };
}

function sendEvents(kernel: Kernel, connection: MessageConnection): () => void {
  let batch: SpellEvent[] = kernel.events.since(0);
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    if (batch.length === 0) return;
    const events = batch;
    batch = [];
    void connection.sendNotification(EditorRpc.Events, { events } satisfies EventBatch).catch(() => undefined);
  };
  const unsubscribe = kernel.events.subscribe('', (event) => {
    batch.push(event);
    timer ??= setTimeout(flush, BATCH_MS);
  });
  flush();
  return () => {
    unsubscribe();
    clearTimeout(timer);
    flush();
  };
}
