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
  /** Line of the `function` the call is in, 0 in the chunk itself: `lineDefined` of the frame that will make it. */
  readonly functionLine: number;
  /** Offset of that `function`, as in `functionStarts`; -1 in the chunk itself. */
  readonly functionStart: number;
  readonly node: Call | MethodCall;
}

const MAX_NAME = 60;

/**
 * A call belongs to the line on which its expression starts, as in the code Lua 5.3 compiles (`a:b()` with `:c()` on the next line: both
 * are calls of the first). A function that is defined on the line may have calls there too: `functionLine` tells them apart.
 */
export function callsOnLine(parsed: ParsedChunk, line: number): CallOnLine[] {
  const from = parsed.lines.startOf(line);
  const to = line >= parsed.lines.lineCount ? Infinity : parsed.lines.startOf(line + 1);
  const calls: CallOnLine[] = [];
  const functions: { readonly line: number; readonly start: number }[] = [{ line: 0, start: -1 }];
  // Parents come after their children, as arguments are evaluated before the call. Without recursion, as chains can be long.
  const stack: { readonly node: Node; entered: boolean }[] = [{ node: parsed.body, entered: false }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const { node } = top;
    if (!top.entered && node.start < to && node.end >= from) {
      top.entered = true;
      if (node.type === 'Function') functions.push({ line: parsed.lines.lineOf(node.start), start: node.start });
      const children = childrenOf(node);
      for (let i = children.length - 1; i >= 0; i--) stack.push({ node: children[i]!, entered: false });
      continue;
    }
    stack.pop();
    if (!top.entered) continue;
    if (node.type === 'Function') functions.pop();
    else if ((node.type === 'Call' || node.type === 'MethodCall') && node.start >= from) calls.push(describe(parsed, node, functions.at(-1)!));
  }
  return calls;
}

function describe(parsed: ParsedChunk, node: Call | MethodCall, { line: functionLine, start: functionStart }: { readonly line: number; readonly start: number }): CallOnLine {
  const nameEnd = node.type === 'Call' ? node.callee.end : node.name.end;
  const last = node.type === 'MethodCall' ? node.name : node.callee.type === 'Member' ? node.callee.name : node.callee;
  const written = parsed.text.slice(node.start, nameEnd).replace(/\s+/g, ' ');
  const name = written.length > MAX_NAME ? `…${written.slice(-MAX_NAME)}` : written;
  return { name, start: node.start, end: node.end, nameStart: last.start, nameEnd, functionLine, functionStart, node };
}
