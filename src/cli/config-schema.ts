/** `llmspell config schema`: the JSON schema of the configuration, for editors. */
import { writeFileSync } from 'node:fs';
import { jsonSchema } from '../base/config/render/json-schema.ts';
import { absolute } from '../base/paths.ts';
import { write, writeJson, type CliContext } from './context.ts';
import { CliError, ExitCodes } from './errors.ts';

/** Throws CliError when the file cannot be written. */
export async function configSchemaFile(context: CliContext, output: string | undefined): Promise<number> {
  if (output === undefined) {
    await write(context.stdout, jsonSchema());
    return ExitCodes.Ok;
  }
  const file = absolute(output, context.environment.cwd);
  try {
    writeFileSync(file, jsonSchema());
  } catch (error) {
    throw new CliError(`cannot write ${file}: ${(error as Error).message}`, ExitCodes.Failed, { cause: error });
  }
  if (context.options.output === 'json') await writeJson(context, { status: 'success', file });
  else await write(context.stdout, `${file}: written. Put this line first in your llmspell.toml: #:schema ./${output}\n`);
  return ExitCodes.Ok;
}
