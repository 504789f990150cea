/** Reads the question out of what `:execute`, `:complete` and `:invokeStream` were given. */
import type { HostValue } from '../../common/values.ts';
import { RuntimeError } from '../errors.ts';

export function readPrompt(input: HostValue, functionName: string): string {
  if (typeof input === 'string') return input;
  const { prompt, text } = input as { readonly prompt?: string | null; readonly text?: string | null };
  if (typeof prompt === 'string' && typeof text === 'string' && prompt !== text) {
    throw new RuntimeError('invalid_argument', `${functionName}: prompt and text are two names for the question, but they differ: give one of them`);
  }
  const question = prompt ?? text;
  if (typeof question !== 'string') {
    const given = Object.keys(input as object);
    const got = given.length === 0 ? 'an empty table' : `a table with ${given.sort().join(', ')}`;
    throw new RuntimeError('invalid_argument', `${functionName}: no question: pass { prompt = "..." } (got ${got})`);
  }
  return question;
}
