/** `llmspell config …`: the grammar of the configuration commands. */
import { Command, Option } from 'commander';
import { oneOf, type CommandTools } from '../program.ts';

export interface InitOptions {
  readonly output: string;
  readonly force?: boolean;
}
export interface ShowOptions {
  readonly format: 'toml' | 'json';
}

export function configCommand(tools: CommandTools): Command {
  const config = new Command('config').description('write, show and check the configuration').enablePositionalOptions();
  config.addCommand(
    new Command('init')
      .description('write a configuration file with comments; with -p, one that stands on a profile')
      .addOption(new Option('-o, --output <file>', 'the file').default('llmspell.toml'))
      .option('-f, --force', 'replace a file that is there')
      .addHelpText('after', '\nExample:\n  llmspell config init -p development')
      .action(
        tools.handle<InitOptions>(async (context, _operands, options) => {
          const { configInit } = await import('../config-init.ts');
          return configInit(context, options);
        }),
      ),
  );
  config.addCommand(
    new Command('show')
      .description('show what holds, and where each value comes from; secrets are masked')
      .argument('[section]', 'only this table or key: kernel, kernel.port')
      .addOption(new Option('--format <format>', 'toml or json').argParser(oneOf(['toml', 'json'])).default('toml'))
      .addHelpText('after', '\nExample:\n  llmspell config show tools')
      .action(
        tools.handle<ShowOptions>(async (context, [section], options) => {
          const { configShow } = await import('../config-show.ts');
          return configShow(context, section, options);
        }),
      ),
  );
  config.addCommand(
    new Command('validate')
      .description('check a configuration file')
      .option('-f, --file <file>', 'the file; without it, the one that commands would read')
      .addHelpText('after', '\nExample:\n  llmspell config validate --file llmspell.toml')
      .action(
        tools.handle<{ readonly file?: string }>(async (context, _operands, { file }) => {
          const { validateConfig } = await import('../config-validate.ts');
          return validateConfig(context, file ?? context.options.config);
        }),
      ),
  );
  config.addCommand(
    new Command('schema')
      .description('print the JSON schema of the configuration, for editors that check TOML')
      .option('-o, --output <file>', 'write it to a file')
      .addHelpText('after', '\nExample:\n  llmspell config schema -o llmspell.schema.json')
      .action(
        tools.handle<{ readonly output?: string }>(async (context, _operands, { output }) => {
          const { configSchemaFile } = await import('../config-schema.ts');
          return configSchemaFile(context, output);
        }),
      ),
  );
  config.addCommand(
    new Command('list-profiles')
      .description('list the profiles that -p takes')
      .option('-d, --detailed', 'with what they set')
      .addHelpText('after', '\nExample:\n  llmspell config list-profiles')
      .action(
        tools.handle<{ readonly detailed?: boolean }>(async (context, _operands, { detailed }) => {
          const { listProfiles } = await import('../config-profiles.ts');
          return listProfiles(context, detailed ?? false);
        }),
      ),
  );
  return config;
}
