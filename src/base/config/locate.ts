/**
 * Finds the line of a key in a TOML text. The TOML parser gives values without positions, and its findings need a line; so this reads
 * headers and key names only, and skips what it need not understand (multi-line strings and arrays).
 */

/** `a.b."c d"` → its parts; undefined when it is no key. */
function keyParts(text: string): string[] | undefined {
  const parts: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.|$)/y;
  for (;;) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    parts.push(match[1] ?? match[2] ?? match[3] ?? '');
    if (match[4] === '') return parts;
  }
}

/** The part of `line` before its `=`, quotes respected. */
function beforeEquals(line: string): string | undefined {
  const match = /^(\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_.\s-])+?)=/.exec(line);
  return match?.[1]?.trim();
}

/** Dotted path → line, from 1. The first occurrence counts. */
export function keyLines(toml: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const remember = (path: readonly string[], line: number): void => {
    for (let length = path.length; length > 0; length--) {
      const name = path.slice(0, length).join('.');
      if (!lines.has(name)) lines.set(name, line);
    }
  };
  let table: string[] = [];
  let stringEnd: string | undefined;
  let depth = 0;
  toml.split(/\r?\n/).forEach((text, index) => {
    if (stringEnd !== undefined) {
      if (text.includes(stringEnd)) stringEnd = undefined;
      return;
    }
    const inArray = depth > 0;
    const header = inArray ? null : /^\s*\[\[?([^\]]+)\]\]?\s*(#.*)?$/.exec(text);
    if (header) {
      table = keyParts(header[1] ?? '') ?? table;
      remember(table, index + 1);
      return;
    }
    const key = inArray ? undefined : beforeEquals(text);
    const parts = key === undefined ? undefined : keyParts(key);
    if (parts) remember([...table, ...parts], index + 1);
    const value = parts ? text.slice(text.indexOf('=') + 1) : text;
    const bare = value.replace(/"""[^]*?"""|'''[^]*?'''/g, '').replace(/(?<!")"(?:[^"\\]|\\.)*"(?!")|(?<!')'[^']*'(?!')/g, '');
    const opened = /"""|'''/.exec(bare);
    if (opened) {
      stringEnd = opened[0];
      return;
    }
    for (const letter of bare.replace(/#.*$/, '')) {
      if (letter === '[' || letter === '{') depth++;
      else if (letter === ']' || letter === '}') depth = Math.max(0, depth - 1);
    }
  });
  return lines;
}

/** The line of `path`, or of the nearest table around it (inline tables have no lines of their own). */
export function lineOf(lines: ReadonlyMap<string, number>, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(path.slice(0, length).map(String).join('.'));
    if (line !== undefined) return line;
  }
  return undefined;
}
