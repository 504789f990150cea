/** `llmspell version`. */
import { Command } from 'commander';
import { VERSION } from '../../kernel/version.ts';
import { write, writeJson } from '../context.ts';
import { ExitCodes } from '../errors.ts';
import type { CommandTools } from '../program.ts';

export const versionCommand = (tools: CommandTools): Command =>
  new Command('version')
    .description('print the version')
    .addHelpText('after', '\nExample:\n  llmspell version --output json')
    .action(
      tools.handle(async (context) => {
        if (context.options.output === 'json') await writeJson(context, { status: 'success', version: VERSION, node: process.version, platform: `${process.platform}-${process.arch}` });
        else await write(context.stdout, `llmspell ${VERSION}\n`);
        return ExitCodes.Ok;
      }),
    );
