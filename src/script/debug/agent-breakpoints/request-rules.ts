/**
 * What a user may make of the request of a host call before it is sent: plain data, without Lua. A change that makes no sense is told in
 * words and changes nothing. The prompt and the last message are one text with two names; changing one changes the other.
 */
import type { HostTable, RequestField } from '../../../common/host-points.ts';
import type { HostValue } from '../../../common/values.ts';

export type Verdict =
  | { readonly request: HostTable; /** What had to follow the change. */ readonly follows: readonly Follow[] }
  | { readonly field: string; readonly fault: string };

/** The text of a field, or of the last message, to be written. */
export interface Follow {
  readonly at: 'prompt' | 'last message';
  readonly text: string;
}

type Message = { readonly role: string; readonly content: string };

/** `before` is the last request that made sense. */
export function judge(changed: HostValue, before: HostTable, fields: readonly RequestField[]): Verdict {
  if (!isTable(changed)) return { field: 'request', fault: `it is a table, not ${nameOf(changed)}` };
  for (const name of Object.keys(changed)) {
    if (!fields.some((field) => field.name === name)) return { field: `request.${name}`, fault: `a request has ${fields.map((field) => field.name).join(', ')}` };
  }
  for (const field of fields) {
    const fault = faultOf(changed[field.name], before[field.name], field);
    if (fault !== undefined) return { field: `request.${field.name}`, fault };
  }
  return withOneText(changed, before);
}

function faultOf(value: HostValue, before: HostValue, field: RequestField): string | undefined {
  if (field.fixed) return value === before ? undefined : 'it says who asks, which is settled';
  if (value === null || value === undefined) return field.optional ? undefined : `it is needed (${wanted(field)} is expected)`;
  switch (field.type) {
    case 'string':
      return typeof value === 'string' ? undefined : `a string is expected, not ${nameOf(value)}`;
    case 'number':
    case 'integer':
      return numberFault(value, field);
    case 'table':
      return typeof value === 'object' && !(value instanceof Uint8Array) ? undefined : `a table is expected, not ${nameOf(value)}`;
    case 'messages':
      return messagesFault(value);
  }
}

function numberFault(value: HostValue, field: RequestField): string | undefined {
  const fits = typeof value === 'number' && (field.type === 'number' || Number.isSafeInteger(value));
  if (!fits) return `${wanted(field)} is expected, not ${nameOf(value)}`;
  return field.least !== undefined && value < field.least ? `it must be at least ${field.least}` : undefined;
}

function messagesFault(value: HostValue): string | undefined {
  const shape = 'a list of { role = "user" or "assistant", content = "..." } is expected';
  if (!Array.isArray(value) || value.length === 0) return shape;
  for (const [index, message] of (value as readonly HostValue[]).entries()) {
    if (!isTable(message) || (message['role'] !== 'user' && message['role'] !== 'assistant') || typeof message['content'] !== 'string' || Object.keys(message).length > 2) {
      return `${shape}; message ${index + 1} is something else`;
    }
  }
  return (value as unknown as readonly Message[]).at(-1)!.role === 'user' ? undefined : 'the last message must be one of role "user"';
}

function withOneText(changed: HostTable, before: HostTable): Verdict {
  const last = lastText(changed);
  const prompt = changed['prompt'];
  if (last === undefined || typeof prompt !== 'string' || last === prompt) return { request: changed, follows: [] };
  const newPrompt = prompt !== before['prompt'];
  if (newPrompt && last !== lastText(before)) return { field: 'request.prompt', fault: 'the prompt is the text of the last message: set one of the two' };
  if (!newPrompt) return { request: { ...changed, prompt: last }, follows: [{ at: 'prompt', text: last }] };
  const messages = changed['messages'] as unknown as readonly Message[];
  return { request: { ...changed, messages: [...messages.slice(0, -1), { role: 'user', content: prompt }] }, follows: [{ at: 'last message', text: prompt }] };
}

const lastText = (request: HostTable): string | undefined => (request['messages'] as unknown as readonly Message[] | undefined)?.at(-1)?.content;

const isTable = (value: HostValue): value is HostTable => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

const wanted = ({ type }: RequestField): string => (type === 'integer' ? 'an integer' : type === 'messages' ? 'a list of messages' : `a ${type}`);

function nameOf(value: HostValue): string {
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'object') return 'a table';
  return typeof value === 'bigint' ? 'a number so large' : `a ${typeof value}`;
}
