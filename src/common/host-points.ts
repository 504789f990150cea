/**
 * Host points: places in a host call at which the kernel asks the script worker whether the debugger stops there - before an agent's request
 * goes out, when its answer is there, when it fails. Exception filters of the same names choose them.
 */
import type { HostErrorData } from './execution.ts';
import type { HostValue } from './values.ts';

export const HOST_POINT_FILTERS = ['agent_call', 'agent_error', 'agent_response', 'tool_call', 'tool_error', 'http_error', 'token_limit'] as const;
export type HostPointFilter = (typeof HOST_POINT_FILTERS)[number];

export const isHostPointFilter = (name: string): name is HostPointFilter => (HOST_POINT_FILTERS as readonly string[]).includes(name);

/** One field of a request, in the order in which they are shown. */
export interface RequestField {
  readonly name: string;
  /** `messages`: a list of `{ role, content }` that ends with the user's. `table`: any table of plain data. */
  readonly type: 'string' | 'number' | 'integer' | 'messages' | 'table';
  /** May be nil. */
  readonly optional?: boolean;
  /** The least number that makes sense. */
  readonly least?: number;
  /** Part of what asks, not of what is sent. */
  readonly fixed?: boolean;
}

export type HostTable = { readonly [key: string]: HostValue };

export interface HostPoint {
  /** The filters that may stop here, in the order in which they are asked. */
  readonly filters: readonly HostPointFilter[];
  /** For the user: `before the call of agent "poet" (demo/echo)`. */
  readonly description: string;
  readonly request?: HostTable;
  /** What the request consists of. */
  readonly fields?: readonly RequestField[];
  /** The request has not been sent: what is changed in it is what is sent. */
  readonly editable: boolean;
  readonly response?: HostTable;
  /** HTTP status, where there was HTTP. */
  readonly status?: number;
  readonly error?: HostErrorData;
  /** Tokens that the execution has used so far. */
  readonly tokens: number;
}

/** The request as it shall be sent; absent: as it was. */
export interface HostPointAnswer {
  readonly request?: HostTable;
}
