/** `skipFiles`: globs over absolute paths (`*`, `**`, `?`, `{a,b}`, a leading `!` takes files back in). */

/** Compiles the globs to one test of a path. The last glob that matches decides. */
export function skipTest(globs: readonly string[]): (path: string) => boolean {
  const rules = globs.map((glob) => {
    const isExcept = glob.startsWith('!');
    return { skips: !isExcept, pattern: globPattern(isExcept ? glob.slice(1) : glob) };
  });
  return (path) => {
    const plain = path.replaceAll('\\', '/');
    let skips = false;
    for (const rule of rules) if (rule.pattern.test(plain)) skips = rule.skips;
    return skips;
  };
}

/** A glob that does not start at the root matches below any folder. */
function globPattern(glob: string): RegExp {
  const plain = glob.replaceAll('\\', '/');
  const isRooted = plain.startsWith('/') || /^[A-Za-z]:\//.test(plain) || plain.startsWith('**');
  let pattern = isRooted ? '^' : '(^|/)';
  let depth = 0;
  for (let at = 0; at < plain.length; at++) {
    const char = plain[at]!;
    if (char === '*' && plain[at + 1] === '*') {
      const isFolder = plain[at + 2] === '/';
      pattern += isFolder ? '(.*/)?' : '.*';
      at += isFolder ? 2 : 1;
    } else if (char === '*') pattern += '[^/]*';
    else if (char === '?') pattern += '[^/]';
    else if (char === '{') {
      depth++;
      pattern += '(';
    } else if (char === '}' && depth > 0) {
      depth--;
      pattern += ')';
    } else if (char === ',' && depth > 0) pattern += '|';
    else pattern += char.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  }
  return new RegExp(`${pattern}${')'.repeat(depth)}$`);
}
