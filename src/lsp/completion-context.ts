/** What is being written at a cursor: the member of something, a field of a table argument, a label, or any name. */
import type { Expression, Node, ParsedChunk } from '../lua/index.ts';
import { isKeyword, pathAt } from '../lua/index.ts';
import type { TableArgument } from './table-arguments.ts';
import { tableArgument } from './table-arguments.ts';

export type CompletionContext =
  /** In a comment, string or number, or where a new name is given. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'member'; readonly object: Expression; readonly separator: '.' | ':'; readonly separatorStart: number }
  /** A key in a table that is given to a call. */
  | { readonly kind: 'field'; readonly argument: TableArgument }
  | { readonly kind: 'label' }
  | { readonly kind: 'afterLocal' }
  | { readonly kind: 'name' };

const NOTHING: CompletionContext = { kind: 'nothing' };

export function completionContext(parsed: ParsedChunk, offset: number): CompletionContext {
  const { tokens, comments, text, body } = parsed;
  if (comments.some(({ start, end, kind }) => start < offset && (offset < end || (offset === end && kind !== 'block')))) return NOTHING;
  const last = tokens.indexAt(offset - 1);
  if (last < 0) return { kind: 'name' };
  const kind = tokens.kinds[last]!;
  const touches = tokens.ends[last]! >= offset;
  if (touches && kind === 'number') return NOTHING;
  if (kind === 'string' && isInside(text.slice(tokens.starts[last], tokens.ends[last]), offset - tokens.starts[last]!)) return NOTHING;

  const isWord = kind === 'name' || isKeyword(kind);
  const before = touches && isWord ? last - 1 : last;
  switch (before < 0 ? undefined : tokens.kinds[before]) {
    case '.':
    case ':':
      return memberContext(body, tokens.starts[before]!, tokens.ends[before]!) ?? { kind: 'name' };
    case 'goto':
      return { kind: 'label' };
    case 'local':
      return { kind: 'afterLocal' };
    case 'function':
    case 'for':
    case '::':
      return NOTHING;
    case '{':
    case ',':
    case ';': {
      const path = pathAt(body, tokens.ends[before]!);
      const at = path.findLastIndex(({ type }) => type === 'Table' || type === 'Block');
      const argument = tableArgument(path.slice(0, at + 1));
      if (argument) return { kind: 'field', argument };
      break;
    }
    default:
  }
  return declares(pathAt(body, offset)) ? NOTHING : { kind: 'name' };
}

/** `length` characters into the literal: between its quotes, or behind an open one. */
function isInside(literal: string, length: number): boolean {
  if (length < literal.length) return true;
  const isOpen = literal.startsWith('[') ? !literal.endsWith(']') : literal.length < 2 || literal.at(-1) !== literal[0];
  return isOpen && length === literal.length;
}

function memberContext(body: Node, separatorStart: number, separatorEnd: number): CompletionContext | undefined {
  for (const node of pathAt(body, separatorEnd).reverse()) {
    if (node.type !== 'Member' && node.type !== 'MethodCall') continue;
    if (node.object.end > separatorStart || node.name.start < separatorEnd) continue;
    return { kind: 'member', object: node.object, separator: node.type === 'Member' ? node.separator : ':', separatorStart };
  }
  return undefined;
}

/** The name is given here: nothing that exists is meant. */
function declares(path: readonly Node[]): boolean {
  const [parent, name] = path.slice(-2);
  if (name?.type !== 'Identifier' || !parent) return false;
  return ['Local', 'LocalFunction', 'Function', 'NumericFor', 'GenericFor', 'Label'].includes(parent.type);
}
