/** DAP's `format` of `stackTrace`: what a frame's name says beside the function's name. */
import type { FrameInfo } from '../../common/debug.ts';
import { asArguments, optionalBoolean, type Arguments } from './arguments.ts';

export interface FrameFormat {
  readonly parameters: boolean;
  readonly types: boolean;
  readonly names: boolean;
  readonly values: boolean;
  readonly line: boolean;
  readonly module: boolean;
}

/** Of a request's arguments. Parameters without anything said about them are shown by name. */
export function frameFormat(args: Arguments): FrameFormat {
  const given = asArguments(args['format'], 'format');
  const is = (name: string): boolean => optionalBoolean(given, name) ?? false;
  const [types, names, values] = [is('parameterTypes'), is('parameterNames'), is('parameterValues')];
  const parameters = is('parameters') || types || names || values;
  return { parameters, types, names: names || !(types || values), values, line: is('line'), module: is('module') };
}

/** `main.lua!deposit(self = {…}, amount = 5) line 7`. */
export function formatted(frame: FrameInfo, format: FrameFormat, lineTo: (line: number) => number): string {
  const { name, source, line, parameters } = frame;
  const given = format.parameters && parameters !== undefined ? `(${parameters.map((parameter) => written(parameter, format)).join(', ')})` : '';
  const module = format.module && source !== undefined ? `${source.name}!` : '';
  return `${module}${name}${given}${format.line && source !== undefined ? ` line ${lineTo(line)}` : ''}`;
}

function written({ name, type, value }: NonNullable<FrameInfo['parameters']>[number], format: FrameFormat): string {
  const head = [format.types ? type : '', format.names ? name : ''].filter((part) => part !== '').join(' ');
  if (!format.values) return head;
  return head === '' ? value : `${head} = ${value}`;
}
