/** TOML text → layer. */
import { parse, TomlError } from 'smol-toml';
import { keyInLine, keyLines, lineOf } from '../locate.ts';
import type { ConfigProblem } from '../problem.ts';
import { checkTree } from './check.ts';
import { liftLines, liftNestedProviders } from './nested-providers.ts';
import { placeOf, type Layer, type Origin, type Tree } from './layer.ts';

/** `at` makes the origin of a line. Broken TOML is a problem of a layer without settings. */
export function textLayer(given: string, at: (line: number | undefined) => Origin): Layer {
  // Editors of Windows begin files with it.
  const text = given.replace(/^\ufeff/, '');
  const problems: ConfigProblem[] = [];
  const problem = (severity: ConfigProblem['severity'], line: number | undefined, message: string): void => {
    problems.push({ severity, ...placeOf(at(line)), message });
  };
  let tree: Tree;
  try {
    tree = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = ''] = error.message.split('\n');
    problem('error', error.line, `${message.replace(/^Invalid TOML document: /, 'broken TOML: ')}${keyInLine(text, error.line)}`);
    return { tree: {}, originOf: () => at(undefined), problems, isBroken: true };
  }
  const lines = keyLines(text);
  const lifted = liftNestedProviders(tree);
  if (lifted.length > 0) {
    problem('warning', lineOf(lines, ['providers', 'providers']), `[providers.providers.${lifted[0]!}] is taken for [providers.${lifted[0]!}]: write it so`);
    liftLines(lines);
  }
  const refused = checkTree(tree, (severity, path, message) => problem(severity, lineOf(lines, path), message));
  return { tree, originOf: (path) => at(lineOf(lines, path)), problems, refused };
}
