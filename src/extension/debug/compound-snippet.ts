/**
 * A compound launch (several configurations started together) for launch.json. VS Code inserts an extension's `configurationSnippets` into the
 * list `configurations` only, so this one is offered by a completion provider: where an element of `compounds` or that key itself may stand.
 */
import { jsonPlaceAt } from './json-place.ts';

export interface CompoundSnippet {
  readonly label: string;
  /** In VS Code's snippet syntax. */
  readonly body: string;
}

export const COMPOUND_LABEL = 'llmspell: compound (start several together)';

/** `names`: the configurations that may be part of it. undefined where none can stand. */
export function compoundSnippetAt(text: string, offset: number, names: readonly string[]): CompoundSnippet | undefined {
  const place = jsonPlaceAt(text, offset);
  if (place === undefined) return undefined;
  const compound = ['{', '\t"name": "${1:Lua: all}",', `\t"configurations": [${members(names).join(', ')}],`, '\t"stopAll": ${4|true,false|}', '}'];
  if (place.expects === 'value' && place.path[0] === 'compounds' && place.path.length === 2) return { label: COMPOUND_LABEL, body: compound.join('\n') };
  if (place.expects === 'key' && place.path.length === 0 && !/"compounds"\s*:/.test(text)) {
    return { label: COMPOUND_LABEL, body: ['"compounds": [', ...compound.map((line) => `\t${line}`), ']'].join('\n') };
  }
  return undefined;
}

/** Two members, each with all names to choose from. */
function members(names: readonly string[]): string[] {
  const found = names.length === 0 ? ['Lua: first', 'Lua: second'] : names;
  return [2, 3].map((stop, index) => {
    const first = found[index % found.length]!;
    const choice = [first, ...found.filter((name) => name !== first)].map((name) => escaped(JSON.stringify(name).slice(1, -1)));
    return `"\${${stop}|${choice.join(',')}|}"`;
  });
}

/** In a choice `,` and `|` are separators. */
const escaped = (text: string): string => text.replace(/[\\$,|}]/g, '\\$&');
