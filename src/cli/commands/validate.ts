/** `llmspell validate`: checks a configuration and tells every finding with its line. */
import { Command } from 'commander';
import type { CommandTools } from '../program.ts';

export const validateCommand = (tools: CommandTools): Command =>
  new Command('validate')
    .description('check a configuration file')
    .addHelpText('after', '\nExample:\n  llmspell validate -c llmspell.toml')
    .action(
      tools.handle(async (context) => {
        const { validateConfig } = await import('../config-validate.ts');
        return validateConfig(context, context.options.config);
      }),
    );
