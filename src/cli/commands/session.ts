/** `llmspell session …`: the grammar of the commands about stored sessions. */
import { Command } from 'commander';
import type { CommandTools } from '../program.ts';
import { absentCommand } from './absent.ts';

export interface ListOptions {
  readonly detailed?: boolean;
}
export interface DeleteOptions {
  readonly all?: boolean;
}

export function sessionCommand(tools: CommandTools): Command {
  const session = new Command('session')
    .description('list, show and delete the sessions that scripts keep')
    .enablePositionalOptions()
    .addHelpText('after', '\nExample:\n  llmspell session list --detailed\n  llmspell session show 019…');
  session
    .command('list')
    .description('list the sessions, the newest first')
    .option('--detailed', 'with description, tags and counts')
    .action(
      tools.handle<ListOptions>(async (context, _operands, options) => {
        const { sessionList } = await import('../session.ts');
        return sessionList(context, options);
      }),
    );
  session
    .command('show')
    .description('show a session and its artifacts')
    .argument('<id>', 'the id that Session.create answered')
    .action(
      tools.handle(async (context, [id]) => {
        const { sessionShow } = await import('../session.ts');
        return sessionShow(context, id!);
      }),
    );
  session
    .command('delete')
    .description('delete a session with its state and its artifacts')
    .argument('[id]', 'the id that Session.create answered')
    .option('--all', 'delete all sessions')
    .action(
      tools.handle<DeleteOptions>(async (context, [id], options) => {
        const { sessionDelete } = await import('../session.ts');
        return sessionDelete(context, id, options);
      }),
    );
  session.addCommand(absentCommand('replay', tools), { hidden: true });
  return session;
}
