/** A message between VS Code and the debug adapter as a line of the protocol log. Tokens, keys and the like are left out. Pure. */
import { createRedactor, isSecretName, REDACTED } from '../../base/redact.ts';
import type { Json } from '../../common/json.ts';

/** One answer may carry a whole program. */
const MAX_LINE = 20_000;

const redactor = createRedactor();

/** `→` to the adapter, `←` from it. */
export function protocolLine(direction: '→' | '←', session: string, message: unknown): string {
  const text = JSON.stringify(redactor.json(message as Json), withoutSecretVariables);
  return `[${session}] ${direction} ${text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}… (${text.length} characters)` : text}`;
}

/** A variable of the program: its name says what its value is. */
function withoutSecretVariables(_: string, value: unknown): unknown {
  const { name, value: held } = (typeof value === 'object' && value !== null ? value : {}) as { readonly name?: unknown; readonly value?: unknown };
  return typeof name === 'string' && typeof held === 'string' && isSecretName(name) ? { ...(value as object), value: REDACTED } : value;
}
