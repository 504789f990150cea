/** What `llmspell session …` does: looks into the store that the configuration names, whether kernels are running or not. */
import { openStoredSessions, type SessionFacts, type ShownSession, type StoredSessions } from '../kernel/stored-sessions.ts';
import type { DeleteOptions, ListOptions } from './commands/session.ts';
import { configure, write, writeJson, type CliContext } from './context.ts';
import { CliError, ExitCodes } from './errors.ts';

export async function sessionList(context: CliContext, { detailed = false }: ListOptions): Promise<number> {
  return withSessions(context, async (sessions) => {
    const all = await sessions.list();
    if (context.options.output === 'json') return writeJson(context, { status: 'success', sessions: all, count: all.length });
    if (all.length === 0) return write(context.stdout, 'no sessions are kept: scripts make them with Session.create\n');
    for (const session of all) await write(context.stdout, detailed ? detailedText(session) : `${summary(session)}\n`);
  });
}

export async function sessionShow(context: CliContext, id: string): Promise<number> {
  return withSessions(context, async (sessions) => {
    const shown = await sessions.show(id);
    if (context.options.output === 'json') return writeJson(context, { status: 'success', ...shown });
    await write(context.stdout, shownText(shown));
  });
}

export async function sessionDelete(context: CliContext, id: string | undefined, { all = false }: DeleteOptions): Promise<number> {
  if ((id === undefined) !== all) throw new CliError(all ? 'give an id or --all, not both' : 'which session? Give its id, or --all for all of them; `llmspell session list` shows them', ExitCodes.Usage);
  return withSessions(context, async (sessions) => {
    const ids = id === undefined ? (await sessions.list()).map((session) => session.id) : [id];
    for (const one of ids) await sessions.delete(one);
    if (context.options.output === 'json') return writeJson(context, { status: 'success', deleted: ids });
    await write(context.stdout, ids.length === 1 ? `deleted session ${ids[0]!}\n` : `deleted ${ids.length} sessions\n`);
  });
}

async function withSessions(context: CliContext, work: (sessions: StoredSessions) => Promise<void>): Promise<number> {
  const { config, logger } = await configure(context);
  const sessions = openStoredSessions(context.environment, config, (message) => logger.target('session').warn({}, message));
  try {
    await work(sessions);
    return ExitCodes.Ok;
  } finally {
    await sessions.close();
  }
}

/** What scripts have named must not steer the terminal. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\u{fffd}');

const WIDEST_STATUS = 'completed'.length;

const summary = ({ id, status, updated_at: used, name }: SessionFacts): string => [id, status.padEnd(WIDEST_STATUS), used.slice(0, 19).replace('T', ' '), printable(name ?? '')].join('  ').trimEnd();

function detailedText(session: SessionFacts): string {
  const lines = factLines(session).filter(([name]) => !['id', 'status', 'name'].includes(name));
  return `${summary(session)}\n${lines.map(([name, text]) => `    ${name}: ${text}\n`).join('')}`;
}

/** What there is to say, by the names that scripts use. */
function factLines(facts: object): [name: string, text: string][] {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined && !(typeof value === 'object' && value !== null && Object.keys(value as object).length === 0))
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : printable(String(value))]);
}

function shownText({ session, artifacts }: ShownSession): string {
  const facts = factLines(session).map(([name, text]) => `${name}: ${text}\n`);
  const held = artifacts.map(({ sequence, name, version, artifact_type: type, size, created_at: stored }) => `    ${sequence}  ${printable(name)}  version ${version}  ${printable(type)}  ${size} bytes  ${stored.slice(0, 19).replace('T', ' ')}\n`);
  return [...facts, ...(held.length > 0 ? ['artifacts:\n', ...held] : [])].join('');
}
