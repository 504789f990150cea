/** What a tool is: described for people and models, run with parameters that have been checked against the description. */
import type { HostValue } from '../../common/values.ts';

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

/** What a tool answers; nothing in it is undefined or no JSON. */
export type ToolOutcome =
  | { readonly operation: string; readonly success: true; readonly message: string; readonly result: { readonly [key: string]: HostValue } }
  | { readonly operation: string; readonly success: false; readonly error: { readonly message: string; readonly code: string } };

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly category: 'utility';
  readonly version: string;
  readonly parameters: readonly ToolParameter[];
  /** Throws RuntimeError for parameters that are no sensible call; what cannot be done with sensible ones is an outcome. */
  run(parameters: ToolParameters): ToolOutcome;
}
