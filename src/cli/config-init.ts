/** `llmspell config init`: writes a configuration file in which every key that has an effect stands with its meaning, most of them as comments. */
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadConfig } from '../base/config/index.ts';
import { initText } from '../base/config/init-text.ts';
import { absolute } from '../base/paths.ts';
import { write, writeJson, type CliContext } from './context.ts';
import type { InitOptions } from './commands/config.ts';
import { CliError, ExitCodes } from './errors.ts';

/** Throws CliError when the file is there and shall not be replaced; UnknownProfileError. */
export async function configInit(context: CliContext, { output, force = false }: InitOptions): Promise<number> {
  const { environment, options } = context;
  const file = absolute(output, environment.cwd);
  const { profile } = options;
  // The profile is checked as every command checks it, without any file.
  if (profile !== undefined) await loadConfig({ ...environment, vars: {}, cwd: '/', home: environment.home }, { profile });
  writeNew(file, initText(profile?.split(',').map((name) => name.trim())), force);
  if (options.output === 'json') await writeJson(context, { status: 'success', file });
  else await write(context.stdout, `${file}: written\n`);
  return ExitCodes.Ok;
}

/** At once or not at all; a file that is there stays unless `force`. */
function writeNew(file: string, text: string, force: boolean): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    // It may come to hold a key: nobody else reads it.
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    if (force) renameSync(temporary, file);
    else linkSync(temporary, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CliError(`${file} is already there: --force replaces it, -o FILE writes another one`, ExitCodes.Failed, { cause: error });
    throw new CliError(`cannot write ${file}: ${(error as Error).message}`, ExitCodes.Failed, { cause: error });
  } finally {
    rmSync(temporary, { force: true });
  }
}
