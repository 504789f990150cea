/** What a tool is: described for people and models, run with parameters that have been checked against the description. */
import type { Json } from '../../common/json.ts';
import type { HostValue } from '../../common/values.ts';
import type { CallEvents } from '../events/call-events.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';

export type ParameterType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'any';

export interface ToolParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
  /** The only values it may have. */
  readonly values?: readonly string[];
}

/** Checked, defaults filled in; what was not given is not there. */
export type ToolParameters = Readonly<Record<string, HostValue>>;

/** Fields of an answer; nothing in it is undefined or no JSON. */
type ToolResult = { readonly [key: string]: HostValue };

export interface ToolFailure {
  readonly message: string;
  readonly code: string;
  readonly details?: { readonly [key: string]: Json };
}

/** What a tool answers. One that failed may have a result too, as far as it came. */
export type ToolOutcome =
  | { readonly operation: string; readonly success: true; readonly message: string; readonly result: ToolResult; /** What scripts find as `text`; any bytes. */ readonly text?: string | Uint8Array }
  | { readonly operation: string; readonly success: false; readonly error: ToolFailure; readonly result?: ToolResult };

/** The run a tool works for. */
export interface ToolRun {
  readonly call: HostCall;
  readonly runtime: Runtime;
  readonly events: CallEvents;
  /** The `tool.start`: what the tool does appears below it. */
  readonly causationId: string;
}

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly category: 'utility' | 'filesystem' | 'system' | 'api' | 'web';
  readonly version: string;
  readonly parameters: readonly ToolParameter[];
  /** Values in parameters, unchecked as yet, that no event may show. */
  secretsIn?(parameters: HostValue): readonly string[];
  /** Throws RuntimeError for parameters that are no sensible call; what cannot be done with sensible ones is an outcome. */
  run(parameters: ToolParameters, run: ToolRun): ToolOutcome | Promise<ToolOutcome>;
}
