/**
 * The errors that host functions answer with. Each has a code for programs and a message that says what to do next; the message becomes
 * the Lua error at the calling line.
 */
/** What the sandbox and the switches of the configuration refuse, each by what was asked for. */
export const REFUSAL_CODES = ['path_not_allowed', 'process_not_allowed', 'variable_not_allowed', 'host_not_allowed', 'tool_not_allowed', 'setting_not_allowed', 'rate_limited'] as const;

export type RuntimeErrorCode =
  | (typeof REFUSAL_CODES)[number]
  | 'file_failed'
  | 'unknown_function'
  | 'invalid_argument'
  | 'agent_exists'
  | 'agent_gone'
  | 'unknown_provider'
  | 'unknown_tool'
  | 'provider_config'
  | 'missing_key'
  | 'connection_failed'
  | 'http_status'
  | 'provider_failed'
  | 'time_limit'
  | 'cancelled'
  | 'callback_failed'
  | 'too_many_redirects'
  | 'request_too_large'
  | 'response_too_large'
  | 'bad_handle'
  | 'no_input'
  | 'state_scope'
  | 'state_key'
  | 'state_size'
  | 'state_conflict'
  | 'state_damaged'
  | 'backup_failed'
  | 'session_not_found'
  | 'session_state'
  | 'session_limit'
  | 'artifact_not_found'
  | 'artifact_limit'
  | 'artifact_damaged'
  | 'no_debugger'
  | 'port_unavailable';

export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;

  constructor(code: RuntimeErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'RuntimeError';
    this.code = code;
  }
}

/** Servers and libraries also fail with plain objects. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message } = error as { message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(error);
}
export const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'provider_failed';
};
