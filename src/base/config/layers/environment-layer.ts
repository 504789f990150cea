/** `LLMSPELL_*` variables → layer. Their texts are read as the key's type wants: numbers, `true`/`false`, lists with commas. */
import { keyVariables } from '../process-variables.ts';
import type { ConfigProblem } from '../problem.ts';
import type { KeyInfo } from '../schema/walk.ts';
import { checkTree } from './check.ts';
import { isTree, setKey, type Layer, type Tree } from './layer.ts';
import { keyOfVariable, nearestVariable } from './variable-names.ts';

/** `below` are the settings beneath: names in capitals find the spelling they have there (`LLMSPELL_PROVIDERS_MY_LLM_…` → `my-llm`). */
export function environmentLayer(vars: Readonly<Record<string, string>>, below: Tree): Layer {
  const problems: ConfigProblem[] = [];
  const variables = new Map<string, string>();
  const tree: Tree = {};
  const problem = (severity: ConfigProblem['severity'], message: string): void => {
    problems.push({ severity, file: 'environment', line: undefined, message });
  };
  for (const variable of keyVariables(vars)) {
    const found = keyOfVariable(variable);
    if (found === undefined) {
      const near = nearestVariable(variable);
      problem('warning', `unknown variable ${variable}${near === undefined ? '' : ` (did you mean ${near}?)`}; it is ignored`);
      continue;
    }
    const path = spelledAs(below, found.path);
    set(tree, path, valueOf(vars[variable]!.trim(), found.key));
    for (let length = 1; length <= path.length; length++) variables.set(path.slice(0, length).join('\0'), variable);
  }
  const variableAt = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length > 0; length--) {
      const variable = variables.get(path.slice(0, length).map(String).join('\0'));
      if (variable !== undefined) return variable;
    }
    return 'environment';
  };
  const refused = checkTree(tree, (severity, path, message) => problem(severity, `${variableAt(path)}: ${message}`));
  return { tree, originOf: (path) => ({ kind: 'environment', variable: variableAt(path) }), problems, refused };
}

/** What does not fit the type stays a text, and the schema tells what it wants. */
function valueOf(text: string, { type }: KeyInfo): unknown {
  const types = type.split(' or ');
  if (text === 'true' && type.includes('true or false')) return true;
  if (text === 'false' && type.includes('true or false')) return false;
  if ((types.includes('integer') || types.includes('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes('text')) return text;
  const items = type.startsWith('list of ') ? text.split(',').map((item) => item.trim()).filter((item) => item !== '') : undefined;
  if (items === undefined) return text;
  return type === 'list of texts' ? items : items.map((item) => (Number.isNaN(Number(item)) ? item : Number(item)));
}

/** Hyphens and letter case are lost in the name of a variable. */
function spelledAs(below: Tree, path: readonly string[]): string[] {
  let table: unknown = below;
  return path.map((part) => {
    const names = isTree(table) ? Object.keys(table) : [];
    const name = names.includes(part) ? part : (names.find((each) => plain(each) === plain(part)) ?? part);
    table = isTree(table) && Object.hasOwn(table, name) ? table[name] : undefined;
    return name;
  });
}

const plain = (name: string): string => name.toLowerCase().replaceAll('-', '_');

function set(tree: Tree, path: readonly string[], value: unknown): void {
  let table = tree;
  for (const part of path.slice(0, -1)) {
    if (!Object.hasOwn(table, part)) setKey(table, part, {});
    table = table[part] as Tree;
  }
  setKey(table, path[path.length - 1]!, value);
}
