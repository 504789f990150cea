/** `llmspell config show`: what holds, as TOML with the origin of each value in a comment, or as JSON. */
import { loadConfig } from '../base/config/index.ts';
import { settings, type Setting } from '../base/config/describe.ts';
import { formatProblem } from '../base/config/problem.ts';
import { isTree, setKey, type Tree } from '../base/config/layers/layer.ts';
import { knownKeys } from '../base/config/schema/walk.ts';
import { tomlHeader, tomlKey, tomlValue } from '../base/config/toml-text.ts';
import { didYouMean } from '../base/nearest.ts';
import { configChoice, write, writeJson, type CliContext } from './context.ts';
import type { ShowOptions } from './commands/config.ts';
import { CliError, ExitCodes } from './errors.ts';

/** Throws ConfigError; CliError for a section that is not known. */
export async function configShow(context: CliContext, section: string | undefined, { format }: ShowOptions): Promise<number> {
  const { environment, options, stderr } = context;
  const loaded = await loadConfig(environment, configChoice(options));
  for (const problem of [...loaded.warnings, ...loaded.notices]) stderr.write(`${formatProblem(problem)}\n`);
  const wanted = section === undefined ? [] : section.replace(/^\[|\]$/g, '').split('.');
  const shown = settings(loaded).filter(({ path }) => wanted.every((part, i) => path[i] === part));
  if (shown.length === 0) refuseUnknown(wanted);
  if (options.output === 'json') {
    await writeJson(context, {
      status: 'success',
      file: loaded.config.file ?? null,
      files: loaded.files,
      config: treeOf(shown),
      origins: Object.fromEntries(shown.map(({ path, origin }) => [path.map(tomlKey).join('.'), origin])),
    });
  } else {
    await write(context.stdout, format === 'json' ? `${JSON.stringify(treeOf(shown), undefined, 2)}\n` : asToml(shown));
  }
  return ExitCodes.Ok;
}

/** A section that is known and empty is shown empty. */
function refuseUnknown(wanted: readonly string[]): void {
  for (const [i, part] of wanted.entries()) {
    const known = knownKeys(wanted.slice(0, i));
    if (known.length === 0 || known.includes(part)) continue;
    // Below [providers] and its kin any name may stand; nobody has set this one.
    throw new CliError(`there is nothing under "${wanted.slice(0, i + 1).join('.')}" in the configuration${didYouMean(part, known)}`);
  }
}

function treeOf(shown: readonly Setting[]): Tree {
  const tree: Tree = {};
  for (const { path, value } of shown) {
    let table = tree;
    for (const part of path.slice(0, -1)) {
      if (!Object.hasOwn(table, part)) setKey(table, part, {});
      table = table[part] as Tree;
    }
    setKey(table, path.at(-1)!, value);
  }
  return tree;
}

/** Comments stand in one column for each table. */
function asToml(shown: readonly Setting[]): string {
  const tables = new Map<string, Setting[]>();
  for (const setting of shown) {
    const header = setting.path.length === 1 ? '' : tomlHeader(setting.path.slice(0, -1));
    tables.set(header, [...(tables.get(header) ?? []), setting]);
  }
  // Keys without a table can only stand before the first header.
  const ordered = [...tables].sort(([a], [b]) => Number(a !== '') - Number(b !== ''));
  return ordered.map(([header, table]) => `${header === '' ? '' : `${header}\n`}${lines(table)}`).join('\n');
}

const WIDEST = 40;

function lines(table: readonly Setting[]): string {
  const entries = table.map(({ path, value, origin, effect }) => ({
    text: `${tomlKey(path.at(-1)!)} = ${tomlValue(isTree(value) ? { ...value } : value)}`,
    comment: effect ? origin : `${origin}; no effect in this version`,
  }));
  const width = Math.max(...entries.map(({ text }) => (text.length <= WIDEST ? text.length : 0)));
  return entries.map(({ text, comment }) => `${text.padEnd(width)}  # ${comment}\n`).join('');
}
