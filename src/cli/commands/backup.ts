/** `llmspell backup …`: the grammar of the commands about backups of everything that is kept. */
import { Command } from 'commander';
import type { CommandTools } from '../program.ts';

export interface CreateOptions {
  readonly incremental?: boolean;
}

export function backupCommand(tools: CommandTools): Command {
  const backup = new Command('backup')
    .description('back up what scripts keep, and bring it back')
    .enablePositionalOptions()
    .addHelpText('after', '\nExample:\n  llmspell backup create\n  llmspell backup list');
  backup
    .command('create')
    .description('copy everything that is kept into a file')
    .option('--incremental', 'only what has changed since the newest backup')
    .action(
      tools.handle<CreateOptions>(async (context, _operands, { incremental = false }) => {
        const { backupCreate } = await import('../backup.ts');
        return backupCreate(context, incremental);
      }),
    );
  backup
    .command('list')
    .description('list the backups, the newest first')
    .action(
      tools.handle(async (context) => {
        const { backupList } = await import('../backup.ts');
        return backupList(context);
      }),
    );
  backup
    .command('restore')
    .description('put everything back as it was; also when the store is damaged')
    .argument('<id>', 'the id that `llmspell backup list` shows')
    .action(
      tools.handle(async (context, [id]) => {
        const { backupRestore } = await import('../backup.ts');
        return backupRestore(context, id!);
      }),
    );
  backup
    .command('delete')
    .description('remove a backup')
    .argument('<id>', 'the id that `llmspell backup list` shows')
    .action(
      tools.handle(async (context, [id]) => {
        const { backupDelete } = await import('../backup.ts');
        return backupDelete(context, id!);
      }),
    );
  return backup;
}
