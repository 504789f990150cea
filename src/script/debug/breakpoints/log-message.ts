/**
 * The text of a logpoint: plain text with `{expression}` in it. Braces inside an expression nest (`{#{1, 2}}`), braces inside its string
 * literals do not count, and `\{` is a brace.
 */
import { badLogMessage } from '../errors.ts';

export type LogPart = { readonly text: string } | { readonly expression: string };

/** Throws DebugError `bad_log_message` when a brace is not closed or an expression is empty. */
export function parseLogMessage(message: string): LogPart[] {
  const parts: LogPart[] = [];
  let text = '';
  let at = 0;
  while (at < message.length) {
    const char = message[at]!;
    if (char === '\\' && (message[at + 1] === '{' || message[at + 1] === '}')) {
      text += message[at + 1];
      at += 2;
    } else if (char === '{') {
      const end = expressionEnd(message, at + 1);
      const expression = message.slice(at + 1, end).trim();
      if (expression === '') throw badLogMessage('has an empty {}: write an expression in it, or \\{ for a brace');
      if (text !== '') parts.push({ text });
      text = '';
      parts.push({ expression });
      at = end + 1;
    } else {
      text += char;
      at++;
    }
  }
  if (text !== '') parts.push({ text });
  return parts;
}

/** Where the brace is that closes the expression starting at `from`. */
function expressionEnd(message: string, from: number): number {
  let depth = 1;
  for (let at = from; at < message.length; at++) {
    const char = message[at]!;
    if (char === '"' || char === "'") at = literalEnd(message, at, char);
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  throw badLogMessage('has a { without its }: close it, or write \\{ for a brace');
}

function literalEnd(message: string, from: number, quote: string): number {
  for (let at = from + 1; at < message.length; at++) {
    if (message[at] === '\\') at++;
    else if (message[at] === quote) return at;
  }
  return from;
}
