/**
 * textDocument/inlineValue: what the lines of the stopped function speak of, down to the line of the stop. Variables in scope there, once a line;
 * fields and elements (`self.count`, `list[i]`) as expressions that a client evaluates without calling anything. What a name meant in
 * a block that has ended, or means in a function inside, is left out: its value is another.
 */
import type { InlineValue, InlineValueContext, Range } from 'vscode-languageserver';
import type { Expression, FunctionExpression, Name, Node, Reference, Variable } from '../lua/index.ts';
import { childrenOf, visibleVariables } from '../lua/index.ts';
import type { LuaDocument } from './document.ts';

/** `range`: what is in view. */
export function inlineValues(document: LuaDocument, range: Range, { stoppedLocation }: Pick<InlineValueContext, 'stoppedLocation'>): InlineValue[] {
  const stopLine = stoppedLocation.start.line;
  const lineStart = document.offsetAt({ line: stopLine, character: 0 });
  const stop = lineStart + /^[^\S\r\n]*/.exec(document.text.slice(lineStart))![0].length;
  const inside = functionAround(document.parsed.body, stop);
  // Where the function returns, at its `end`, its variables are still there.
  const visibleAt = inside.type === 'Function' ? Math.min(stop + 1, inside.body.end) : stop + 1;
  const visible = new Set(visibleVariables(document.scopes.root, visibleAt).filter((variable) => !holdsFunction(variable)));
  const from = document.offsetAt({ line: range.start.line, character: 0 });
  const to = document.offsetAt({ line: Math.min(range.end.line, stopLine) + 1, character: 0 });

  const mentions = new Mentions(document, visible);
  for (const node of nodesOf(inside, from, to)) mentions.add(node);
  return mentions.values;
}

/** One that holds the same function all the time is no news. */
const holdsFunction = ({ kind, initial, isReassigned }: Variable): boolean => kind === 'function' || (initial?.value.type === 'Function' && !isReassigned);

/** The mentions of one function, each once a line. */
class Mentions {
  readonly values: InlineValue[] = [];
  readonly #document: LuaDocument;
  readonly #visible: ReadonlySet<Variable>;
  readonly #references: ReadonlyMap<Name, Reference>;
  readonly #declared: ReadonlyMap<Node, Variable>;
  readonly #seen = new Set<string>();

  constructor(document: LuaDocument, visible: ReadonlySet<Variable>) {
    this.#document = document;
    this.#visible = visible;
    this.#references = new Map(document.scopes.references.map((reference) => [reference.node, reference]));
    this.#declared = new Map([...visible].filter(({ kind }) => kind !== 'self').map((variable) => [variable.declaration, variable]));
  }

  /** A name where it is declared, a name that is used, or a path from one. */
  add(node: Node): void {
    const declared = this.#declared.get(node);
    if (declared !== undefined) return this.#variable(node, declared.name);
    if (node.type === 'Name') {
      const reference = this.#references.get(node);
      if (reference === undefined) return;
      if (reference.variable === undefined) this.#global(reference);
      else if (this.#visible.has(reference.variable)) this.#variable(node, node.name);
    } else if ((node.type === 'Member' || node.type === 'Index') && this.#isPath(node)) {
      this.#expression(node);
    }
  }

  #variable(node: Node, name: string): void {
    if (this.#isNew(node, name)) this.values.push({ range: this.#document.range(node), variableName: name, caseSensitiveLookup: true });
  }

  /** Only what this file gives a value to: the functions of the library are no news. */
  #global(reference: Reference): void {
    const { node } = reference;
    const initial = this.#document.scopes.assigned.get(node.name);
    if (initial !== undefined && initial.value.type !== 'Function') this.#expression(node);
  }

  #expression(node: Expression): void {
    const expression = this.#document.text.slice(node.start, node.end);
    if (!expression.includes('\n') && this.#isNew(node, expression)) this.values.push({ range: this.#document.range(node), expression });
  }

  #isNew(node: Node, what: string): boolean {
    const key = `${this.#document.parsed.lines.lineOf(node.start)}:${what}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  /** Names and constants only, from a variable that is in scope or a global of this file. */
  #isPath(node: Expression): boolean {
    switch (node.type) {
      case 'Name': {
        const reference = this.#references.get(node);
        return reference !== undefined && (reference.variable === undefined ? this.#document.scopes.assigned.has(node.name) : this.#visible.has(reference.variable));
      }
      case 'Member':
        return node.separator === '.' && node.name.name !== '' && this.#isPath(node.object);
      case 'Index':
        return this.#isPath(node.object) && (node.key.type === 'String' || node.key.type === 'Number' || this.#isPath(node.key));
      default:
        return false;
    }
  }
}

/** The innermost function whose body holds the offset, or the chunk. */
function functionAround(chunk: Node, offset: number): Node {
  let found: Node = chunk;
  for (let node: Node | undefined = chunk; node; node = childrenOf(node).find(({ start, end }) => start <= offset && offset < end)) {
    if (node.type === 'Function' && node.body.start <= offset) found = node;
  }
  return found;
}

/** What a function consists of between two offsets, in text order: without functions inside, what is called, and the parts of a path. */
function* nodesOf(root: Node, from: number, to: number): Generator<Node> {
  const stack: Node[] = [...(root.type === 'Function' ? partsOf(root) : childrenOf(root))].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.end < from || node.start >= to || DECLARES_FUNCTION.has(node.type)) continue;
    yield node;
    const children = node.type === 'Call' ? [...calleeParts(node.callee), node.arguments] : node.type === 'Member' || node.type === 'Index' ? pathParts(node) : childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]!);
  }
}

const DECLARES_FUNCTION: ReadonlySet<Node['type']> = new Set(['Function', 'LocalFunction', 'FunctionDeclaration']);

const partsOf = (node: FunctionExpression): readonly Node[] => [...node.parameters, node.body];

/** The function that is called is seldom what one wonders about; the table it comes from, or its key, may be. */
const calleeParts = (callee: Expression): readonly Node[] => (callee.type === 'Name' ? [] : callee.type === 'Member' ? (callee.object.type === 'Name' ? [] : [callee.object]) : [callee]);

/** `list[i].name` is shown whole; beside it only the keys. */
function pathParts(node: Extract<Expression, { type: 'Member' | 'Index' }>): readonly Node[] {
  const keys: Node[] = [];
  let object: Expression = node;
  while (object.type === 'Member' || object.type === 'Index') {
    if (object.type === 'Index') keys.unshift(object.key);
    object = object.object;
  }
  return object.type === 'Name' ? keys : [object, ...keys];
}
