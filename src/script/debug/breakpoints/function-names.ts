/**
 * The names functions are written under: `name`, `M.f`, `Obj:m`. Lua gives functions no names; the text does: where they are declared, what
 * they are assigned to, and the field of a table constructor that they are. Functions of a text and bodies of its chunk have the same order.
 */
import type { FunctionBody } from '../../engine/engine.ts';
import { isName } from '../../../lua/token.ts';
import { parseAccessPath } from '../evaluation/access-path.ts';
import { allShapes, functionShapes } from '../hot-reload/hot-reload-match.ts';
import { allBodies } from '../sources/line-table.ts';

/** One entry for each `function` in the text, in order; undefined for one that has no name. */
export function functionNames(text: string): (string | undefined)[] {
  const [, ...shapes] = allShapes(functionShapes(text));
  return shapes.map(({ name }) => name && plain(name));
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

/** Whether a function of this name is meant: `Obj.m` and `Obj:m` are the same function, and so is `Obj["m"]`. */
export const isSameFunctionName = (a: string, b: string): boolean => normal(a) === normal(b);

/** Whether a function can be meant at all. */
export const isFunctionName = (name: string): boolean => parseAccessPath(name.trim()) !== undefined;

const normal = (name: string): string => plain(name.trim().replace(/\s*([.:[\]])\s*/g, '$1')).replaceAll(':', '.');

/** `M["f"]` is `M.f`, as everybody says it. */
const plain = (name: string): string => name.replace(/\[(["'])(\w+)\1\]/g, (written, _, field: string) => (isName(field) ? `.${field}` : written));
