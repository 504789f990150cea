/** `llmspell state …`: the grammar of the commands about what scripts keep. */
import { Command } from 'commander';
import type { CommandTools } from '../program.ts';

export interface ScopeOption {
  readonly scope?: string;
}
export interface ClearOptions extends ScopeOption {
  readonly all?: boolean;
}
export interface ImportOptions {
  readonly merge?: boolean;
}

const SCOPE = 'only this scope: global, agent:<id>, workflow:<id>, tool:<id>, session:<id>, or a name of your own';

export function stateCommand(tools: CommandTools): Command {
  const state = new Command('state')
    .description('show, clear, export and import what scripts keep with State')
    .enablePositionalOptions()
    .addHelpText('after', '\nExample:\n  llmspell state show --scope global\n  llmspell state export state.json');
  state
    .command('show')
    .description('show what is kept')
    .argument('[key]', 'only this key')
    .option('--scope <scope>', SCOPE)
    .action(
      tools.handle<ScopeOption>(async (context, [key], { scope }) => {
        const { stateShow } = await import('../state.ts');
        return stateShow(context, scope, key);
      }),
    );
  state
    .command('clear')
    .description('remove what is kept')
    .argument('[key]', 'only this key')
    .option('--scope <scope>', SCOPE)
    .option('--all', 'everything, in all scopes')
    .action(
      tools.handle<ClearOptions>(async (context, [key], options) => {
        const { stateClear } = await import('../state.ts');
        return stateClear(context, key, options);
      }),
    );
  state
    .command('export')
    .description('write what is kept to a JSON file')
    .argument('<file>', 'the file; - for the standard output')
    .action(
      tools.handle(async (context, [file]) => {
        const { stateExport } = await import('../state.ts');
        return stateExport(context, file!);
      }),
    );
  state
    .command('import')
    .description('keep what such a file holds, in place of what is there')
    .argument('<file>', 'the file')
    .option('--merge', 'leave what the file does not name as it is')
    .action(
      tools.handle<ImportOptions>(async (context, [file], { merge = false }) => {
        const { stateImport } = await import('../state.ts');
        return stateImport(context, file!, merge);
      }),
    );
  return state;
}
