/**
 * The names functions are written under: `name`, `M.f`, `Obj:m`. Lua gives functions no names; the text does. Every `function` keyword
 * makes one body, in the order in which bodies are nested, so the two lists are walked side by side.
 */
import { lex } from '../../../lua/lexer.ts';
import type { TokenList } from '../../../lua/token.ts';
import type { FunctionBody } from '../../engine/engine.ts';
import { allBodies } from '../sources/line-table.ts';

/** One entry for each `function` in the text, in order; undefined for one that has no name. */
export function functionNames(text: string): (string | undefined)[] {
  const { tokens } = lex(text);
  const names: (string | undefined)[] = [];
  for (let index = 0; index < tokens.count; index++) {
    if (tokens.kinds[index] === 'function') names.push(nameAfter(text, tokens, index) ?? nameBefore(text, tokens, index));
  }
  return names;
}

/** The bodies of a chunk with their names. Empty when text and chunk do not belong together (a compiled chunk, a changed file). */
export function namedBodies(main: FunctionBody, text: string): Map<FunctionBody, string> {
  const [, ...bodies] = allBodies(main);
  const names = functionNames(text);
  const result = new Map<FunctionBody, string>();
  if (names.length !== bodies.length) return result;
  bodies.forEach((body, index) => {
    const name = names[index];
    if (name !== undefined) result.set(body, name);
  });
  return result;
}

/** Whether a function of this name is meant: `Obj.m` and `Obj:m` are the same function. */
export const isSameFunctionName = (a: string, b: string): boolean => normal(a) === normal(b);

const normal = (name: string): string => name.trim().replace(/\s*[.:]\s*/g, '.');

/** `function M.f(`, `local function f(`. */
function nameAfter(text: string, tokens: TokenList, index: number): string | undefined {
  let name = '';
  for (let at = index + 1; at < tokens.count; at++) {
    const kind = tokens.kinds[at]!;
    if (kind !== 'name' && kind !== '.' && kind !== ':') break;
    name += text.slice(tokens.starts[at], tokens.ends[at]);
  }
  return name === '' ? undefined : name;
}

/** `M.f = function(`, also as a field of a table constructor. */
function nameBefore(text: string, tokens: TokenList, index: number): string | undefined {
  if (tokens.kinds[index - 1] !== '=') return undefined;
  let name = '';
  for (let at = index - 2; at >= 0; at--) {
    const kind = tokens.kinds[at]!;
    // Two names side by side belong to two things: `local f = function`, `x = 1 f = function`.
    const joins = kind === 'name' ? name === '' || name.startsWith('.') : kind === '.' && name !== '' && !name.startsWith('.');
    if (!joins) break;
    name = text.slice(tokens.starts[at], tokens.ends[at]) + name;
  }
  return name === '' || name.startsWith('.') ? undefined : name;
}
