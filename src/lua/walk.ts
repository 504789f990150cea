/** Walking the tree. Without recursion: a chain like `a + b + …` is as deep as it is long. */
import type { Node } from './ast.ts';

/** The children, in text order. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'Block':
      return node.statements;
    case 'Local':
      return [...node.names, ...node.values];
    case 'LocalFunction':
      return [node.name, node.function];
    case 'FunctionDeclaration':
      return [node.target, node.function];
    case 'Assignment':
      return [...node.targets, ...node.values];
    case 'CallStatement':
      return [node.call];
    case 'ExpressionStatement':
    case 'Parenthesized':
      return [node.expression];
    case 'Do':
      return [node.body];
    case 'While':
    case 'IfClause':
      return [node.condition, node.body];
    case 'Repeat':
      return [node.body, node.condition];
    case 'If':
      return node.orelse ? [...node.clauses, node.orelse] : node.clauses;
    case 'NumericFor':
      return [node.variable, ...node.range, node.body];
    case 'GenericFor':
      return [...node.names, ...node.values, node.body];
    case 'Return':
    case 'Arguments':
      return node.values;
    case 'Goto':
      return [node.label];
    case 'Label':
      return [node.name];
    case 'Function':
      return [...node.parameters, node.body];
    case 'Member':
      return [node.object, node.name];
    case 'Index':
      return [node.object, node.key];
    case 'Call':
      return [node.callee, node.arguments];
    case 'MethodCall':
      return node.arguments ? [node.object, node.name, node.arguments] : [node.object, node.name];
    case 'Unary':
      return [node.operand];
    case 'Binary':
      return [node.left, node.right];
    case 'Table':
      return node.fields;
    case 'TableField':
      return node.key ? [node.key, node.value] : [node.value];
    default:
      return [];
  }
}

/** Visits a node and all below it, parents first, in text order. `false` from the visitor leaves out what is below. */
export function walk(root: Node, visit: (node: Node) => boolean | void): void {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (visit(node) !== false) pushChildren(node, stack);
  }
}

/** Puts the children on a stack, the first one on top. */
export function pushChildren(node: Node, stack: Node[]): void {
  switch (node.type) {
    // Most nodes are of these types: no list is made for them.
    case 'Name':
    case 'Identifier':
    case 'String':
    case 'Number':
      return;
    case 'Member':
      stack.push(node.name, node.object);
      return;
    case 'Call':
      stack.push(node.arguments, node.callee);
      return;
    case 'Binary':
      stack.push(node.right, node.left);
      return;
    default: {
      const children = childrenOf(node);
      for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]!);
    }
  }
}

/**
 * The nodes around an offset, outermost first. A node that ends at the offset contains it: a cursor behind a name is on that name.
 * Where two nodes touch, the one that starts there is taken if it starts with a name, else the one that ends there.
 */
export function pathAt(root: Node, offset: number): Node[] {
  const path: Node[] = [];
  for (let node: Node | undefined = root; node; ) {
    path.push(node);
    let next: Node | undefined;
    for (const child of childrenOf(node)) {
      if (child.start > offset) break;
      if (child.end < offset) continue;
      if (!next || startsWithName(child, offset)) next = child;
    }
    node = next;
  }
  return path;
}

function startsWithName(node: Node, offset: number): boolean {
  for (let first: Node | undefined = node; first?.start === offset; first = childrenOf(first)[0]) {
    if (first.type === 'Name' || first.type === 'Identifier') return true;
  }
  return false;
}
