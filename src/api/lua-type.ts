/** Reads the types of the description: `string|table?`, `"a"|"b"`, `File[]`, `fun(chunk: string)`. */
import type { LuaTypeName } from './types.ts';

export type LuaTypePart =
  /** Including `any` and `function`. */
  | { readonly kind: 'basic'; readonly name: 'any' | 'nil' | 'boolean' | 'number' | 'integer' | 'string' | 'table' | 'function' | 'thread' }
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'array'; readonly element: LuaTypePart }
  | { readonly kind: 'callback' }
  | { readonly kind: 'class'; readonly name: string };

export interface LuaType {
  readonly optional: boolean;
  readonly parts: readonly LuaTypePart[];
}

const BASIC = new Set(['any', 'nil', 'boolean', 'number', 'integer', 'string', 'table', 'function', 'thread']);
const cache = new Map<LuaTypeName, LuaType>();

export function parseLuaType(name: LuaTypeName): LuaType {
  let type = cache.get(name);
  if (type === undefined) cache.set(name, (type = parse(name)));
  return type;
}

function parse(name: LuaTypeName): LuaType {
  const optional = name.endsWith('?');
  const parts = splitUnion(optional ? name.slice(0, -1) : name).map(parsePart);
  return { optional, parts };
}

/** At bars outside of parentheses: `fun(a: string|nil)|string` has two parts. */
function splitUnion(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth -= 1;
    else if (text[i] === '|' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

function parsePart(text: string): LuaTypePart {
  if (text.startsWith('fun(')) return { kind: 'callback' };
  if (text.endsWith('[]')) return { kind: 'array', element: parsePart(text.slice(0, -2)) };
  if (/^".*"$/.test(text)) return { kind: 'literal', value: text.slice(1, -1) };
  if (BASIC.has(text)) return { kind: 'basic', name: text as Extract<LuaTypePart, { kind: 'basic' }>['name'] };
  if (/^[A-Z]\w*$/.test(text)) return { kind: 'class', name: text };
  throw new Error(`no type of the API description: ${text}`);
}

/** For error messages: `string or table`, `"set", "cur" or "end"`. */
export function typeWords({ parts }: LuaType): string {
  const words = parts.map((part) => {
    if (part.kind === 'literal') return `"${part.value}"`;
    if (part.kind === 'array') return 'table';
    if (part.kind === 'callback') return 'function';
    return part.name === 'any' ? 'value' : part.name;
  });
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
}
