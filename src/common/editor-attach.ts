/**
 * How a `llmspell run --debug` in an editor's terminal asks the editor's window to attach: the window listens on a private socket, whose
 * path its terminals find in their environment. The program connects, writes one request as a line of JSON, reads one reply line and
 * closes; who is refused goes on waiting for another debugger.
 */

/** Environment variable of the window's terminals: path of its Unix socket or named pipe. */
export const EDITOR_ATTACH_VARIABLE = 'LLMSPELL_EDITOR_ATTACH';

/** Where `run --debug` and `Debug.enableDAP` listen when nothing else is asked for. */
export const DEFAULT_DAP_PORT = 9556;

/** Longer lines are no request of ours: whoever reads gives up. In characters. */
export const MAX_ATTACH_LINE = 16_384;

export interface EditorAttachRequest {
  readonly type: 'attach';
  /** Absolute; names host, port and token of the program's debug adapter. */
  readonly connectionFile: string;
  /** Absolute. */
  readonly program: string;
  /** Absolute: the program's working folder. */
  readonly cwd: string;
}

/** `ok` means that the window starts to debug, not that it has attached. */
export type EditorAttachReply = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** The message as it travels. */
export const attachLine = (message: EditorAttachRequest | EditorAttachReply): string => `${JSON.stringify(message)}\n`;

/** undefined for anything that is no request. */
export function parseAttachRequest(line: string): EditorAttachRequest | undefined {
  const message = parseObject(line);
  if (message?.['type'] !== 'attach') return undefined;
  const { connectionFile, program, cwd } = message;
  if (typeof connectionFile !== 'string' || typeof program !== 'string' || typeof cwd !== 'string') return undefined;
  return { type: 'attach', connectionFile, program, cwd };
}

/** undefined for anything that is no reply. */
export function parseAttachReply(line: string): EditorAttachReply | undefined {
  const message = parseObject(line);
  if (message?.['ok'] === true) return { ok: true };
  if (message?.['ok'] !== false || typeof message['message'] !== 'string') return undefined;
  return { ok: false, message: message['message'] };
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
