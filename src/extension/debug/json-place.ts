/**
 * Where in a JSON text with comments (launch.json) an offset is: the keys and indices that lead there, and whether a value may begin there.
 * Tolerant: the text is being typed.
 */

export interface JsonPlace {
  /** `['compounds', 0, 'name']`; the last key is there while its value is awaited or begun. */
  readonly path: readonly (string | number)[];
  /** `value`: an element of a list or the value of a key may be written here; `key`: a key of an object; `inside`: within a text, number or comment. */
  readonly expects: 'value' | 'key' | 'inside';
}

interface Container {
  readonly isList: boolean;
  /** The index in a list; the key in an object, once it is written. */
  at: number | string | undefined;
  state: 'key' | 'colon' | 'value' | 'done';
}

/** undefined outside of the outermost object. */
export function jsonPlaceAt(text: string, offset: number): JsonPlace | undefined {
  const containers: Container[] = [];
  const tokens = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\],:]|[^\s{}[\],:"/]+|\//g;
  let inside = false;
  for (const match of text.matchAll(tokens)) {
    if (match.index >= offset) break;
    const token = match[0];
    const isComment = token.startsWith('//') || token.startsWith('/*');
    if (offset < match.index + token.length || (isComment && !token.endsWith('*/') && offset === match.index + token.length)) {
      inside = true;
      if (isComment) break;
    }
    if (!isComment) take(token, containers);
  }
  const inner = containers.at(-1);
  if (inner === undefined) return undefined;
  const path = containers.flatMap(({ at }) => (at === undefined ? [] : [at]));
  if (inside || inner.state === 'done' || inner.state === 'colon') return { path, expects: 'inside' };
  return { path, expects: inner.state };
}

function take(token: string, containers: Container[]): void {
  const inner = containers.at(-1);
  switch (token) {
    case '{':
    case '[':
      if (inner) inner.state = 'done';
      containers.push(token === '[' ? { isList: true, at: 0, state: 'value' } : { isList: false, at: undefined, state: 'key' });
      return;
    case '}':
    case ']':
      containers.pop();
      return;
    case ',':
      if (inner === undefined) return;
      inner.state = inner.isList ? 'value' : 'key';
      inner.at = typeof inner.at === 'number' ? inner.at + 1 : undefined;
      return;
    case ':':
      if (inner) inner.state = 'value';
      return;
    default:
      if (inner === undefined) return;
      if (inner.state === 'key') {
        inner.at = token.replace(/^"|"$/g, '');
        inner.state = 'colon';
      } else {
        inner.state = 'done';
      }
  }
}
