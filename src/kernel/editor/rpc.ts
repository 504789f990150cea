/** Serves the editor's JSON-RPC (editor-rpc.ts) over the kernel's stdin and stdout. */
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc/node';
import type { Readable, Writable } from 'node:stream';
import { EditorRpc, SECRET_STORAGE, type EventBatch, type ExecuteRequest, type ExecuteResult, type KernelReady, type ShutdownResult } from '../../common/editor-rpc.ts';
import { EventTypes, type SpellEvent } from '../../common/events.ts';
import type { Kernel } from '../kernel.ts';
import { OutputCollector } from '../sessions/output-collector.ts';

/** Events are sent in batches, so often: quick enough for streamed text, few enough messages under load. */
const BATCH_MS = 25;

export interface EditorRpcServer {
  ready(ready: KernelReady): void;
  dispose(): void;
}

export function serveEditorRpc(kernel: Kernel, streams: { readonly input: Readable; readonly output: Writable }, shutdown: () => Promise<readonly string[]>): EditorRpcServer {
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
  connection.onRequest(EditorRpc.Secrets, (secrets: Record<string, string>) => kernel.keys.setSecrets(secrets, SECRET_STORAGE));
  connection.onRequest(EditorRpc.Providers, () => kernel.providers());
  connection.onRequest(EditorRpc.Shutdown, async (): Promise<ShutdownResult> => {
    const requests = await shutdown();
    return { cancelled: requests.length, requests };
  });
  const sendStatus = statusSender(kernel, connection);
  connection.listen();

  return {
    ready(ready) {
      void connection.sendNotification(EditorRpc.Ready, ready).catch(() => undefined);
      sendStatus();
    },
    dispose() {
      stopEvents?.();
      connection.dispose();
    },
  };
}

/** Sends the status when it has changed; several changes at once are one. Answers the function that sends it in any case. */
function statusSender(kernel: Kernel, connection: MessageConnection): () => void {
  let sent = '';
  let timer: NodeJS.Immediate | undefined;
  const send = (): void => {
    const status = kernel.status();
    sent = JSON.stringify(status);
    void connection.sendNotification(EditorRpc.Status, status).catch(() => undefined);
  };
  const changed = (): void => {
    timer ??= setImmediate(() => {
      timer = undefined;
      if (JSON.stringify(kernel.status()) !== sent) send();
    });
  };
  kernel.sessions.onChange(changed);
  // Requests begin and end with these.
  for (const type of [EventTypes.AgentStart, EventTypes.AgentEnd, EventTypes.AgentError, EventTypes.HttpRequest, EventTypes.ToolEnd, EventTypes.ToolError]) kernel.events.subscribe(type, changed);
  return send;
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
