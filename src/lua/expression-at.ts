/** The expression under a cursor, whole: what a hover evaluates, what inline values show. */
import type { Expression, Node } from './ast.ts';
import type { ParsedChunk } from './parser.ts';
import { pathAt } from './walk.ts';

export interface EvaluatableExpression {
  /** Lua text that gives its value. `object.method` for the method of a call `object:method()`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Undefined for a name where it is declared, which is no expression of the program. */
  readonly node: Expression | undefined;
}

/**
 * For `a.b[i].c` with the cursor on `b`: `a.b`. For a name where it is declared: that name. Undefined on key words, on field names in
 * constructors, on labels, in strings, comments and white space.
 */
export function expressionAt(parsed: ParsedChunk, offset: number): EvaluatableExpression | undefined {
  const path = pathAt(parsed.body, offset);
  const node = path.at(-1);
  const parent = path.at(-2);
  if (!node) return undefined;
  if (node.type === 'Name') return whole(parsed, node);
  if (node.type !== 'Identifier' || node.name === '') return undefined;
  return parent ? named(parsed, node, parent) : undefined;
}

function named(parsed: ParsedChunk, name: Node, parent: Node): EvaluatableExpression | undefined {
  switch (parent.type) {
    case 'Member':
      if (parent.separator === '.') return whole(parsed, parent);
      return methodOf(parsed, parent.object, name);
    case 'MethodCall':
      return methodOf(parsed, parent.object, name);
    case 'Local':
    case 'LocalFunction':
    case 'Function':
    case 'NumericFor':
    case 'GenericFor':
      return { text: parsed.text.slice(name.start, name.end), start: name.start, end: name.end, node: undefined };
    default:
      return undefined;
  }
}

function whole(parsed: ParsedChunk, node: Expression): EvaluatableExpression {
  return { text: parsed.text.slice(node.start, node.end), start: node.start, end: node.end, node };
}

function methodOf(parsed: ParsedChunk, object: Expression, name: Node): EvaluatableExpression {
  const { text } = parsed;
  return { text: `${text.slice(object.start, object.end)}.${text.slice(name.start, name.end)}`, start: object.start, end: name.end, node: object };
}
