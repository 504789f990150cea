/** `evaluate`, `setExpression`, `completions`, `cancel`. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { optionalInteger, optionalText, integer, text } from '../arguments.ts';
import { cancelled } from '../errors.ts';
import type { Handler } from '../session.ts';
import { completionTo, valueTo } from '../translate.ts';
import { changed } from './changed.ts';
import { showsHex } from './format.ts';

/** Of Lua time; waiting for agents does not count. */
const EVALUATE_LIMIT_MS = 5000;

const contexts = ['hover', 'watch', 'repl', 'clipboard', 'variables'] as const;
type Context = (typeof contexts)[number];

const evaluate: Handler = async (session, args, request) => {
  const expression = text(args, 'expression');
  const frame = optionalInteger(args, 'frameId');
  const context = contextOf(optionalText(args, 'context'));
  if (context === 'repl' && session.debuggee?.input.take(expression)) return { body: { result: '', variablesReference: 0 } };
  const params = { expression, context, timeoutMs: EVALUATE_LIMIT_MS, hex: showsHex(session, args), ...(frame !== undefined && { frame }) };
  const result = await session.evaluations.run(request.seq, () => session.program.request('evaluate', params));
  if (context === 'repl') changed(session);
  const body: DebugProtocol.EvaluateResponse['body'] = { result: result.value, ...valueTo(session, result) };
  return { body };
};

const setExpression: Handler = async (session, args) => {
  const frame = optionalInteger(args, 'frameId');
  const params = { expression: text(args, 'expression'), value: text(args, 'value'), hex: showsHex(session, args), ...(frame !== undefined && { frame }) };
  const result = await session.program.request('setExpression', params);
  changed(session);
  return { body: { value: result.value, ...valueTo(session, result) } };
};

const completions: Handler = async (session, args) => {
  const frame = optionalInteger(args, 'frameId');
  const whole = text(args, 'text');
  const line = session.client.lineFrom(optionalInteger(args, 'line') ?? session.client.lineTo(1));
  const offset = offsetOf(whole, line, session.client.columnFrom(integer(args, 'column')));
  const found = await session.program.request('completions', { text: whole, offset, ...(frame !== undefined && { frame }) });
  return { body: { targets: found.map((completion) => completionTo(session.client, completion)) } };
};

const cancel: Handler = async (session, args) => {
  const request = optionalInteger(args, 'requestId');
  if (request === undefined || !session.evaluations.has(request)) return {};
  // What the evaluation is answered with, or that the program has ended meanwhile, is told by its own response.
  await session.program.request('cancelEvaluate', {}).catch(() => cancelled());
  return {};
};

export const evaluateRequests = { evaluate, setExpression, completions, cancel };

/** Line and column count from 1; outside of the text its nearest end. */
function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, Math.max(0, line - 1));
  return Math.min(text.length, before.reduce((sum, { length }) => sum + length + 1, 0) + Math.max(0, column - 1));
}

/** A context we do not know may be anything: watched expressions are evaluated in full and shown short. */
const contextOf = (given: string | undefined): Context => contexts.find((known) => known === given) ?? 'watch';
