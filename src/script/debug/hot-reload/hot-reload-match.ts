/**
 * Which function of a text is which function of its next version. Functions are known by what they are written as - `parse`, `M.f`, `Obj:m`,
 * the second argument of `table.sort` - inside of the function they are in; several of the same description by their text and order.
 * Where that leaves a doubt there is no match: a function must not get another one's code.
 */
import type { Expression, Node } from '../../../lua/index.ts';
import { childrenOf, parse } from '../../../lua/index.ts';
import { parseAccessPath } from '../evaluation/access-path.ts';
import { longestCommon } from './hot-reload-lines.ts';

export interface FunctionShape {
  /** What it is written as: equal descriptions may be the same function. */
  readonly label: string;
  /** For people: `M.f`; undefined when it has no name. */
  readonly name: string | undefined;
  readonly line: number;
  /** From the parameters on. */
  readonly text: string;
  readonly functions: readonly FunctionShape[];
}

/** The functions of a text, as the compiler nests them. The chunk itself is the outermost. */
export function functionShapes(text: string): FunctionShape {
  const { body, lines } = parse(text);
  const functions: FunctionShape[] = [];
  const open: { readonly place: Place; readonly into: FunctionShape[] }[] = [{ place: { node: body, around: undefined }, into: functions }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { place, into } = next;
    let inside = into;
    if (place.node.type === 'Function') {
      const { node } = place;
      const start = node.parameters[0]?.start ?? node.body.start;
      inside = [];
      into.push({ ...describe(place, text), line: lines.lineOf(node.start), text: text.slice(start, node.end), functions: inside });
    }
    for (const node of childrenOf(place.node).toReversed()) open.push({ place: { node, around: place }, into: inside });
  }
  return { label: '', name: 'main chunk', line: 0, text, functions };
}

/** A node with those around it. */
interface Place {
  readonly node: Node;
  readonly around: Place | undefined;
}

/** A shape and all in it, in the order in which the compiler numbers them. */
export function* allShapes(shape: FunctionShape): Iterable<FunctionShape> {
  yield shape;
  for (const inner of shape.functions) yield* allShapes(inner);
}

/** New shape → the old one it goes into. */
export function matchFunctions(old: FunctionShape, now: FunctionShape, found = new Map<FunctionShape, FunctionShape>()): Map<FunctionShape, FunctionShape> {
  found.set(now, old);
  const pairs = matchSiblings(old.functions, now.functions);
  for (const [before, after] of pairs) matchFunctions(before, after, found);
  return found;
}

type Pair = readonly [old: FunctionShape, now: FunctionShape];

function matchSiblings(old: readonly FunctionShape[], now: readonly FunctionShape[]): Pair[] {
  const labels = new Set(now.map(({ label }) => label));
  const pairs = [...labels].flatMap((label) => matchAlike(old.filter((shape) => shape.label === label), now.filter((shape) => shape.label === label)));
  const taken = new Set(pairs.flat());
  // Renamed, or moved into another call: the text is the same and there is no other like it.
  const left = (list: readonly FunctionShape[]) => list.filter((shape) => !taken.has(shape));
  for (const after of left(now)) {
    const same = (shape: FunctionShape): boolean => shape.text === after.text;
    const [before, ...others] = left(old).filter(same);
    if (before !== undefined && others.length === 0 && left(now).filter(same).length === 1) pairs.push([before, after]);
  }
  return pairs;
}

/** Of one description: those with the same text first; between them by order, while there are as many as before. */
function matchAlike(old: readonly FunctionShape[], now: readonly FunctionShape[]): Pair[] {
  if (old.length === 1 && now.length === 1) return [[old[0]!, now[0]!]];
  const same = longestCommon(old.map(({ text }) => text), now.map(({ text }) => text));
  const pairs: Pair[] = [];
  let [a, b] = [0, 0];
  for (const [nextA, nextB] of [...same, [old.length, now.length] as const]) {
    if (nextA - a === nextB - b) while (a < nextA) pairs.push([old[a++]!, now[b++]!]);
    [a, b] = [nextA + 1, nextB + 1];
    if (nextA < old.length) pairs.push([old[nextA]!, now[nextB]!]);
  }
  return pairs;
}

/** Without white space, but for that of strings. */
const compact = (text: string): string => text.replace(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\s+/gs, '$1');

/** What a function is the value of. */
function describe({ node, around }: Place, text: string): { label: string; name: string | undefined } {
  const written = (of: Node): string => compact(text.slice(of.start, of.end));
  // Functions of one expression may be told apart by it, but are not called by it: `make(1).f = function`.
  const named = (name: string): { label: string; name: string | undefined } => ({ label: name, name: isPath(name) ? name : undefined });
  const unnamed = (label: string): { label: string; name: string | undefined } => ({ label: label + fields, name: fieldName(fields) });
  let fields = '';
  let child = node;
  for (let place = around; place !== undefined && place.node.type !== 'Function'; child = place.node, place = place.around) {
    const parent = place.node;
    switch (parent.type) {
      case 'LocalFunction':
        return named(parent.name.name);
      case 'FunctionDeclaration':
        return named(written(parent.target));
      case 'Local':
      case 'Assignment': {
        const targets: readonly Node[] = parent.type === 'Local' ? parent.names : parent.targets;
        const target = targets[parent.values.indexOf(child as Expression)];
        return target === undefined ? unnamed('value') : named(written(target) + fields);
      }
      case 'TableField':
        fields = `${parent.key === undefined ? '[]' : parent.key.type === 'Identifier' ? `.${parent.key.name}` : `[${written(parent.key)}]`}${fields}`;
        break;
      case 'Arguments': {
        const call = place.around?.node;
        const callee = call?.type === 'Call' ? call.callee : call?.type === 'MethodCall' ? call.name : undefined;
        // A chain of calls may hold other functions: its last name says enough.
        const name = callee === undefined ? '' : callee.type === 'Member' && callee.object.type !== 'Name' ? callee.name.name : written(callee).slice(0, 80);
        return unnamed(`${name}(${parent.values.indexOf(child as Expression) + 1})`);
      }
      case 'Return':
        return unnamed('return');
      default:
        break;
    }
  }
  return unnamed('?');
}

const isPath = (written: string): boolean => parseAccessPath(written) !== undefined;

/** Of a function in a table that has no name itself: `return { f = function() end }`. */
function fieldName(fields: string): string | undefined {
  const name = fields.replace(/^\./, '');
  return isPath(name) ? name : undefined;
}
