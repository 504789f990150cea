/**
 * JSON-RPC (vscode-jsonrpc) between an editor and its kernel over the child's stdin and stdout. Method names and shapes.
 * The kernel ends when its stdin ends. DAP does not travel here: `ready` names the socket for it.
 */
import type { SpellEvent } from './events.ts';
import type { ExecutionEnd } from './execution.ts';

export const EditorRpc = {
  /** Kernel → editor, once, when everything is up. */
  Ready: 'kernel/ready',
  /** Kernel → editor, on every change. */
  Status: 'kernel/status',
  /** Kernel → editor, batches; sent only after `events/subscribe` (used when zeromq cannot be loaded). */
  Events: 'events/batch',
  SubscribeEvents: 'events/subscribe',
  /** Editor → kernel: the kept events after a sequence, to fill a hole; answers EventBatch. */
  EventsSince: 'events/since',
  /** Editor → kernel: run code in a VM session of its own; answers ExecuteResult. */
  Execute: 'kernel/execute',
  /** Editor → kernel: all provider keys of the editor's secret storage, by provider name, in place of those it had sent before. */
  Secrets: 'kernel/secrets',
  /** Editor → kernel: the providers that keys can be for; answers ProviderSummary[]. Rejects for a configuration that cannot be used. */
  Providers: 'kernel/providers',
  /** Editor → kernel: end now; answers ShutdownResult. */
  Shutdown: 'kernel/shutdown',
} as const;

/** A provider that may need a key. */
export interface ProviderSummary {
  readonly name: string;
  readonly type: string;
  /** false: known without configuration. */
  readonly isConfigured: boolean;
}

/** How messages call the place that the editor keeps keys in. */
export const SECRET_STORAGE = "VS Code's secret storage";

export interface KernelReady {
  readonly kernelId: string;
  readonly pid: number;
  readonly version: string;
  /** Unix socket or named pipe of the debug adapter. */
  readonly dapSocket: string;
  readonly connectionFile: string;
  /** What could not be loaded, with the reason in words for the user (`zeromq: …`); empty when all is well. */
  readonly missing: readonly string[];
}

export interface KernelStatus {
  readonly state: 'starting' | 'ready' | 'busy' | 'stopped' | 'failed';
  /** Running executions; `stopped` of them are stopped in the debugger. */
  readonly executions: number;
  readonly stopped: number;
  /** Requests to agents and over HTTP in flight. */
  readonly requests: number;
}

export interface EventBatch {
  readonly events: readonly SpellEvent[];
}

export interface ExecuteRequest {
  readonly code: string;
  /** Lua chunk name with its `=` or `@`; `=editor` when absent. */
  readonly chunkName?: string;
  readonly args?: readonly string[];
  /** Absolute. */
  readonly cwd?: string;
}

/** How it ended, and what it wrote. */
export interface ExecuteResult extends ExecutionEnd {
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShutdownResult {
  /** Requests to agents and over HTTP that were cancelled by it. */
  readonly cancelled: number;
  /** The same, each in words for the user: `agent "poet" (openai/gpt-4o-mini), asked at /a.lua:3`. */
  readonly requests: readonly string[];
}
