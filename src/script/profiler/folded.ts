/**
 * A profile as folded stacks, the text that flame graph tools read: one line for each stack, its functions from the outermost to the innermost
 * divided by semicolons, then its time in microseconds.
 */
import { relative } from 'node:path';
import type { ActiveCall, FunctionBody } from '../engine/engine.ts';
import type { WeighedStack } from './stack-weights.ts';

export interface FoldedNames {
  /** As it is written in the source; undefined for one without a name. */
  nameOf(body: FunctionBody): string | undefined;
  /** Absolute: files below it are shown without it. */
  readonly folder: string;
}

/** Sorted; stacks of the same functions on the same lines are one. */
export function foldedStacks(stacks: readonly WeighedStack[], names: FoldedNames): readonly string[] {
  const micros = new Map<string, number>();
  for (const stack of stacks) {
    const text = stackFrames(stack, names).join(';');
    micros.set(text, (micros.get(text) ?? 0) + stack.milliseconds * 1000);
  }
  return [...micros].map(([text, time]) => `${text} ${Math.round(time)}`).sort();
}

/** From the outermost to the innermost. */
export function stackFrames({ calls, isCut, waitsFor }: WeighedStack, names: FoldedNames): readonly string[] {
  const frames = calls.map((call) => callText(call, names)).reverse();
  if (isCut) frames.unshift('[more]');
  if (waitsFor !== undefined) frames.push(`[waiting for ${waitsFor}]`);
  return frames.length === 0 ? ['[no Lua]'] : frames.map((frame) => frame.replaceAll(';', ','));
}

function callText({ body, line }: ActiveCall, names: FoldedNames): string {
  if (body === undefined) return '?';
  return `${functionText(body, names)} (${fileText(body, names)}:${line})`;
}

export function functionText(body: FunctionBody, names: FoldedNames): string {
  if (body.lineDefined === 0) return 'main chunk';
  return names.nameOf(body) ?? `function <${fileText(body, names)}:${body.lineDefined}>`;
}

/** Text of a `load` is named by its beginning. */
export function fileText({ source }: FunctionBody, { folder }: FoldedNames): string {
  if (source.startsWith('@')) {
    const path = relative(folder, source.slice(1));
    return path.startsWith('..') ? source.slice(1) : path;
  }
  if (source.startsWith('=')) return source.slice(1);
  const [line = ''] = source.split('\n');
  return `[string "${line.length > 30 || line !== source ? `${line.slice(0, 30)}...` : line}"]`;
}
