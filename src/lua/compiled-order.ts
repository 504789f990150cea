/**
 * The order in which Lua 5.3 compiles functions and statements, so that what stands in compiled code can be found in the text by counting.
 * It holds for texts without errors.
 */
import type { Node, Statement } from './ast.ts';
import type { ParsedChunk } from './parser.ts';
import { walk } from './walk.ts';

const known = new WeakMap<ParsedChunk, readonly number[]>();

/** Offsets of the functions; the chunk itself is the first one, at -1. */
export function functionStarts(parsed: ParsedChunk): readonly number[] {
  let starts = known.get(parsed);
  if (starts === undefined) {
    const found = [-1];
    walk(parsed.body, (node) => void (node.type === 'Function' && found.push(node.start)));
    known.set(parsed, (starts = found));
  }
  return starts;
}

/** The statements of one function, named by its offset; those of functions inside of it are theirs. */
export function compiledStatements(parsed: ParsedChunk, functionStart: number): readonly Statement[] {
  const statements: Statement[] = [];
  let skipped: Node | undefined;
  const collect = (node: Node): boolean => {
    if (node.type === 'Function') return false;
    // `if x then break` and `if x then goto` are compiled as one jump: the compiler never comes to a statement there.
    if (node.type === 'IfClause') {
      const [first] = node.body.statements;
      if (first?.type === 'Break' || first?.type === 'Goto') skipped = first;
    }
    if (isStatement(node) && node !== skipped) statements.push(node);
    return true;
  };
  if (functionStart < 0) walk(parsed.body, collect);
  else walk(parsed.body, (node) => {
    if (node.type !== 'Function' || node.start !== functionStart) return node.start <= functionStart && node.end > functionStart;
    walk(node.body, collect);
    return false;
  });
  return statements;
}

const STATEMENTS: ReadonlySet<string> = new Set<Statement['type']>([
  'Local', 'LocalFunction', 'FunctionDeclaration', 'Assignment', 'CallStatement', 'Do', 'While', 'Repeat', 'If', 'NumericFor', 'GenericFor', 'Return',
  'Goto', 'Label', 'Break', 'Empty',
]);
const isStatement = (node: Node): node is Statement => STATEMENTS.has(node.type);
