/** Where a cursor stands in text that is being typed: behind a name, behind `object.`, `object:`, `object[` or inside `object["`. */
import { isKeyword, type TokenList } from '../../../lua/index.ts';
import { lex } from '../../../lua/lexer.ts';

export interface CompletionPlace {
  readonly kind: 'name' | 'field' | 'method' | 'index' | 'key';
  /** The text of the object whose fields are asked for; undefined for names. */
  readonly object: string | undefined;
  /** What has been typed so far, and where it starts. */
  readonly prefix: string;
  readonly start: number;
  /** Of a key: the quote it is written in. */
  readonly quote: string;
}

/** Undefined where nothing can be completed: in comments, in other strings, behind a number. `text` ends at the cursor. */
export function completionPlace(text: string): CompletionPlace | undefined {
  const { tokens, comments } = lex(text, { chunk: 'string' });
  const end = text.length;
  if (comments.some((comment) => comment.end === end && !text.endsWith('\n') && !text.endsWith(']'))) return undefined;
  const last = tokens.count - 1 - (tokens.kinds[tokens.count - 1] === 'eof' ? 1 : 0);
  const touches = last >= 0 && tokens.ends[last] === end;
  if (touches && tokens.kinds[last] === 'number') return undefined;
  if (touches && tokens.kinds[last] === 'string') return inString(text, tokens, last);
  const word = touches ? text.slice(tokens.starts[last], end) : '';
  const isWord = word !== '' && (tokens.kinds[last] === 'name' || isKeyword(word));
  const prefix = isWord ? word : '';
  const before = isWord ? last - 1 : last;
  const start = end - prefix.length;
  const separator = before < 0 ? undefined : tokens.kinds[before];
  if (separator !== '.' && separator !== ':' && separator !== '[') return { kind: 'name', object: undefined, prefix, start, quote: '' };
  const object = objectBefore(text, tokens, before);
  if (separator === '[') return { kind: object === undefined ? 'name' : 'index', object, prefix, start, quote: '' };
  return object === undefined ? undefined : { kind: separator === ':' ? 'method' : 'field', object, prefix, start, quote: '' };
}

/** A key being typed: `object["ab`. */
function inString(text: string, tokens: TokenList, last: number): CompletionPlace | undefined {
  const from = tokens.starts[last]!;
  const quote = text[from]!;
  const prefix = text.slice(from + 1);
  const isClosed = prefix.endsWith(quote) && !/(?<!\\)(?:\\\\)*\\.$/.test(prefix);
  if ((quote !== '"' && quote !== "'") || isClosed || last === 0 || tokens.kinds[last - 1] !== '[') return undefined;
  const object = objectBefore(text, tokens, last - 1);
  return object === undefined ? undefined : { kind: 'key', object, prefix, start: from + 1, quote };
}

/** The text of the chain of names, indexes and calls that ends before the token `separator`. */
function objectBefore(text: string, tokens: TokenList, separator: number): string | undefined {
  for (let at = separator - 1; at >= 0; ) {
    const kind = tokens.kinds[at]!;
    const before = tokens.kinds[at - 1];
    if (kind === ')' || kind === ']') {
      const open = opening(tokens, at);
      if (open === undefined) return undefined;
      const isPart = kind === ']' || (open > 0 && endsObject(tokens.kinds[open - 1]!));
      if (!isPart) return text.slice(tokens.starts[open], tokens.ends[separator - 1]);
      at = open - 1;
    } else if (kind === 'name' && (before === '.' || before === ':')) at -= 2;
    else if (kind === 'string' && before !== undefined && endsObject(before)) at--;
    else if (kind === 'name' || kind === 'string') return text.slice(tokens.starts[at], tokens.ends[separator - 1]);
    else return undefined;
  }
  return undefined;
}

const endsObject = (kind: string): boolean => kind === 'name' || kind === ')' || kind === ']' || kind === 'string';

function opening(tokens: TokenList, close: number): number | undefined {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const kind = tokens.kinds[at]!;
    if (kind === ')' || kind === ']' || kind === '}') depth++;
    else if ((kind === '(' || kind === '[' || kind === '{') && --depth === 0) return at;
  }
  return undefined;
}
