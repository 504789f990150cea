/** The calls that a line makes, in the order in which they run: what "step into" can choose from. */
import type { Call, MethodCall, Node } from './ast.ts';
import type { ParsedChunk } from './parser.ts';
import { childrenOf } from './walk.ts';

export interface CallOnLine {
  /** The callee as it is written, shortened: `agent:execute`, `print`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Offset of the callee's last name: `execute`. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly node: Call | MethodCall;
}

const MAX_NAME = 60;

/**
 * A call belongs to the line on which its expression starts, as in the code Lua 5.3 compiles (`a:b()` with `:c()` on the next line: both
 * are calls of the first). Calls inside of functions that are defined on the line do not run there and are left out.
 */
export function callsOnLine(parsed: ParsedChunk, line: number): CallOnLine[] {
  const from = parsed.lines.startOf(line);
  const to = line >= parsed.lines.lineCount ? parsed.text.length + 1 : parsed.lines.startOf(line + 1);
  const calls: CallOnLine[] = [];
  collect(parsed, parsed.body, from, to, calls);
  return calls;
}

/** Parents after their children: arguments are evaluated before the call. Without recursion, as chains can be long. */
function collect(parsed: ParsedChunk, root: Node, from: number, to: number, calls: CallOnLine[]): void {
  const stack: { readonly node: Node; done: boolean }[] = [{ node: root, done: false }];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const { node } = top;
    if (top.done || node.start >= to || node.end < from || (node.type === 'Function' && node.start >= from)) {
      stack.pop();
      if (top.done && (node.type === 'Call' || node.type === 'MethodCall') && node.start >= from) calls.push(describe(parsed, node));
      continue;
    }
    top.done = true;
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) stack.push({ node: children[i]!, done: false });
  }
}

function describe(parsed: ParsedChunk, node: Call | MethodCall): CallOnLine {
  const nameEnd = node.type === 'Call' ? node.callee.end : node.name.end;
  const last = node.type === 'MethodCall' ? node.name : node.callee.type === 'Member' ? node.callee.name : node.callee;
  const written = parsed.text.slice(node.start, nameEnd).replace(/\s+/g, ' ');
  const name = written.length > MAX_NAME ? `…${written.slice(-MAX_NAME)}` : written;
  return { name, start: node.start, end: node.end, nameStart: last.start, nameEnd, node };
}
