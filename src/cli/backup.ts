/** What `llmspell backup …` does. */
import { write, writeJson, type CliContext } from './context.ts';
import { withStoredState } from './stored-state.ts';

export function backupCreate(context: CliContext, incremental: boolean): Promise<number> {
  return withStoredState(context, async (state) => {
    const backup = await state.createBackup(incremental);
    if (context.options.output === 'json') return writeJson(context, { status: 'success', backup });
    await write(context.stdout, `${backup['id']}\n`);
  });
}

export function backupList(context: CliContext): Promise<number> {
  return withStoredState(context, async (state) => {
    const backups = await state.listBackups();
    if (context.options.output === 'json') return writeJson(context, { status: 'success', backups, count: backups.length });
    if (backups.length === 0) return write(context.stdout, 'there are no backups: `llmspell backup create` makes one\n');
    for (const { id, kind, entries, file_bytes: bytes } of backups) await write(context.stdout, `${id}  ${kind}  ${entries} entries  ${bytes} bytes\n`);
  });
}

export function backupRestore(context: CliContext, id: string): Promise<number> {
  return withStoredState(context, async (state) => {
    const { entries, replaced } = await state.restoreBackup(id);
    if (context.options.output === 'json') return writeJson(context, { status: 'success', id, entries, replaced: replaced ?? null });
    await write(context.stdout, `brought back ${entries} entries\n${replaced === undefined ? 'the damaged store stays beside it\n' : `what was there before is in the backup ${replaced}\n`}`);
  });
}

export function backupDelete(context: CliContext, id: string): Promise<number> {
  return withStoredState(context, async (state) => {
    await state.deleteBackup(id);
    if (context.options.output === 'json') return writeJson(context, { status: 'success', deleted: id });
    await write(context.stdout, `removed the backup ${id}\n`);
  });
}
