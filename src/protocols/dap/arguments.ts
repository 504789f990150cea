/** Reads the arguments of requests: what a client may have got wrong is answered with the name of the field. */
import { malformed } from './errors.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** The arguments as an object, or a field of them that is one; absent ones are empty. */
export function asArguments(value: unknown, name = 'arguments'): Arguments {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw malformed(`"${name}" must be an object`);
  return value as Arguments;
}

export function text(args: Arguments, name: string): string {
  const value = args[name];
  if (typeof value !== 'string') throw malformed(`"${name}" must be a string`);
  return value;
}

export function optionalText(args: Arguments, name: string): string | undefined {
  return args[name] === undefined || args[name] === null ? undefined : text(args, name);
}

export function integer(args: Arguments, name: string): number {
  const value = args[name];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw malformed(`"${name}" must be an integer`);
  return value;
}

export function integers(args: Arguments, name: string): readonly number[] {
  const value = args[name] ?? [];
  if (!Array.isArray(value) || !value.every(Number.isInteger)) throw malformed(`"${name}" must be a list of integers`);
  return value as number[];
}

export function optionalInteger(args: Arguments, name: string): number | undefined {
  return args[name] === undefined || args[name] === null ? undefined : integer(args, name);
}

export function optionalBoolean(args: Arguments, name: string): boolean | undefined {
  const value = args[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw malformed(`"${name}" must be true or false`);
  return value;
}

export function flag(args: Arguments, name: string): boolean {
  const value = optionalBoolean(args, name);
  if (value === undefined) throw malformed(`"${name}" must be true or false`);
  return value;
}

export function oneOf<T extends string>(args: Arguments, name: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === args[name]);
  if (found === undefined) throw malformed(`"${name}" must be ${allowed.map((word) => `"${word}"`).join(' or ')}`);
  return found;
}

export function optionalTexts(args: Arguments, name: string): readonly string[] {
  const value = args[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw malformed(`"${name}" must be a list of strings`);
  return value;
}

export function list(args: Arguments, name: string): readonly Arguments[] {
  const value = args[name] ?? [];
  if (!Array.isArray(value)) throw malformed(`"${name}" must be a list`);
  return value.map((item: unknown, index) => asArguments(item, `${name}[${index}]`));
}

export function object(args: Arguments, name: string): Arguments {
  if (typeof args[name] !== 'object' || args[name] === null) throw malformed(`"${name}" must be an object`);
  return asArguments(args[name], name);
}
