/**
 * The `data` of the events that agents and HTTP requests make. Message content and bodies are here and nowhere else in an event, so
 * that capture can be turned off as a whole: then the fields marked "content" are missing and everything else is as before.
 */
import type { Json } from './json.ts';

/** `agent.start`: an agent was called. The span ends with `agent.end` or `agent.error`. */
export type AgentStartData = {
  readonly agent: string;
  /** Content. */
  readonly prompt?: string;
  /** Content. */
  readonly system_prompt?: string;
  /** Messages of the conversation that go before the prompt. */
  readonly history: number;
};

/** `agent.delta`: a piece of the answer; `causation_id` is the `agent.start`. */
export type AgentDeltaData = {
  readonly index: number;
  /** Content. */
  readonly text?: string;
};

export type AgentEndData = {
  /** Content: the whole answer. */
  readonly text?: string;
};

export type AgentErrorData = {
  readonly code: string;
  readonly message: string;
  /** Content: what had arrived before the error. */
  readonly text?: string;
};

/** `tool.start`: a tool was called. The span ends with `tool.end` or `tool.error`. */
export type ToolStartData = {
  readonly tool: string;
  /** Content. */
  readonly parameters: Json | undefined;
};

export type ToolEndData = {
  /** Content: the whole answer. */
  readonly result: Json | undefined;
};

export type ToolErrorData = {
  readonly code: string;
  readonly message: string;
};

/** `session.*`: something happened to a stored session, which `session.id` of the attributes names. */
export type SessionEventData = {
  /** What it is from now on; of a deleted one, what it was. */
  readonly status: string;
  /** Content. */
  readonly name: string | undefined;
  /** Content: why it failed. */
  readonly reason: string | undefined;
};

/** `session.artifact.stored`, `session.artifact.deleted`. */
export type ArtifactEventData = {
  readonly sequence: number;
  readonly version: number;
  /** Bytes of the content. */
  readonly size: number;
  readonly content_hash: string;
  readonly artifact_type: string;
  /** Content. */
  readonly name: string | undefined;
};

/** `http.request`: span start; `causation_id` is the agent call. Headers that carry secrets are left out. */
export type HttpRequestData = {
  readonly headers: Readonly<Record<string, string>>;
  /** Content, shortened beyond BODY_LIMIT characters. */
  readonly body?: string;
};

/** `http.response`: status line and headers have arrived; `causation_id` is the request. */
export type HttpResponseData = {
  readonly headers: Readonly<Record<string, string>>;
};

export type HttpErrorData = {
  readonly code: string;
  readonly message: string;
  /** Bytes of the body that had arrived. */
  readonly received: number;
};

/** `http.end`: the body has ended. */
export type HttpEndData = {
  /** Content, shortened beyond BODY_LIMIT characters. */
  readonly body?: string;
};

/** Characters of a request or response body that an event keeps. */
export const BODY_LIMIT = 64 * 1024;

/** `execution.start`: the root of everything one run causes. The span ends with `execution.end`. */
export type ExecutionStartData = {
  /** What is shown: the file's path, or the chunk name of code without a file. */
  readonly program: string;
  readonly origin: string;
  /** A debugger is attached from the start. */
  readonly debug: boolean;
};

export type ExecutionEndData = {
  readonly exit_code: number;
  /** As in ExecutionEnd. */
  readonly reason: string;
  readonly error?: string;
};

/** `debug.stopped`: the execution waits in the debugger until `debug.continued`. `causation_id` is the `execution.start`. */
export type DebugStoppedData = {
  readonly reason: string;
  readonly thread: number;
};
