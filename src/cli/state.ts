/** What `llmspell state …` does. */
import { readFile, writeFile } from 'node:fs/promises';
import { absolute } from '../base/paths.ts';
import type { NewEntry } from '../kernel/stored-state.ts';
import type { ClearOptions } from './commands/state.ts';
import { write, writeJson, type CliContext } from './context.ts';
import { CliError, ExitCodes } from './errors.ts';
import { printable, withStoredState } from './stored-state.ts';

const FORMAT = 'llmspell-state';

export function stateShow(context: CliContext, scope: string | undefined, key: string | undefined): Promise<number> {
  return withStoredState(context, async (state) => {
    const entries = await state.entries(scope, key);
    if (context.options.output === 'json') return writeJson(context, { status: 'success', entries: entries.map(({ exact: _exact, ...entry }) => entry), count: entries.length });
    if (entries.length === 0) return write(context.stdout, 'nothing is kept there: scripts keep things with State.set\n');
    for (const entry of entries) await write(context.stdout, `${printable(entry.scope)}\t${printable(entry.key)}\t${JSON.stringify(entry.value)}\n`);
  });
}

export function stateClear(context: CliContext, key: string | undefined, { scope, all = false }: ClearOptions): Promise<number> {
  if (!all && key === undefined && scope === undefined) throw new CliError('clear what? Give a key, --scope, or --all; `llmspell state show` shows what is there', ExitCodes.Usage);
  return withStoredState(context, async (state) => {
    const cleared = await state.clear(scope, key);
    if (context.options.output === 'json') return writeJson(context, { status: 'success', cleared });
    await write(context.stdout, `removed ${cleared} ${cleared === 1 ? 'entry' : 'entries'}\n`);
  });
}

export function stateExport(context: CliContext, file: string): Promise<number> {
  return withStoredState(context, async (state) => {
    const entries = await state.entries();
    const text = `${JSON.stringify({ format: FORMAT, version: 1, entries }, undefined, 2)}\n`;
    if (file === '-') return write(context.stdout, text);
    const path = absolute(file, context.environment.cwd);
    await writeFile(path, text, { mode: 0o600 }).catch((error: unknown) => {
      throw new CliError(`cannot write ${path}: ${(error as Error).message}`);
    });
    if (context.options.output === 'json') return writeJson(context, { status: 'success', file: path, count: entries.length });
    await write(context.stdout, `wrote ${entries.length} entries to ${path}\n`);
  });
}

export async function stateImport(context: CliContext, file: string, merge: boolean): Promise<number> {
  const entries = await readEntries(absolute(file, context.environment.cwd));
  return withStoredState(context, async (state) => {
    const { kept, backup } = await state.import(entries, merge);
    if (context.options.output === 'json') return writeJson(context, { status: 'success', kept, ...(backup !== undefined && { backup }) });
    await write(context.stdout, `kept ${kept} entries\n${backup === undefined ? '' : `what was there before is in the backup ${backup}\n`}`);
  });
}

async function readEntries(path: string): Promise<NewEntry[]> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError(`cannot read ${path}: ${(error as Error).message}`);
  });
  const refused = (why: string): CliError => new CliError(`${path} is no exported state: ${why}`);
  let document: { format?: unknown; entries?: unknown };
  try {
    document = JSON.parse(content) as typeof document;
  } catch (error) {
    throw refused((error as Error).message);
  }
  if (document?.format !== FORMAT || !Array.isArray(document.entries)) throw refused(`\`llmspell state export\` writes {"format": "${FORMAT}", "entries": […]}`);
  for (const [i, entry] of (document.entries as Partial<NewEntry>[]).entries()) {
    if (typeof entry?.scope !== 'string' || typeof entry.key !== 'string') throw refused(`entry ${i + 1} has no scope or no key`);
    if (typeof entry.exact !== 'string' && entry.value === undefined) throw refused(`entry ${i + 1} ("${entry.key}") has no value`);
  }
  return document.entries as NewEntry[];
}
