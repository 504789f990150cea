/** JSON written over several lines. As text: `JSON.parse` would round integers beyond 2^53, which Lua has. */

const INDENT = '  ';

/** What is no JSON comes back as it is. */
export function indentJson(json: string): string {
  let depth = 0;
  let out = '';
  const newLine = (): string => `\n${INDENT.repeat(depth)}`;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"?|\{\s*\}|\[\s*\]|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      out += token + newLine();
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      out += newLine() + token;
    } else if (token === ',') {
      out += `,${newLine()}`;
    } else if (token === ':') {
      out += ': ';
    } else {
      out += /^[{[]/.test(token) ? token.replace(/\s/g, '') : token;
    }
  }
  return out;
}
