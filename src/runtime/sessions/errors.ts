/** What can go wrong with sessions, in words for whoever wrote the script. */
import { RuntimeError } from '../errors.ts';
import type { SessionStatus } from './life-cycle.ts';
import type { Session } from './session.ts';

export const invalidSessionId = (id: string): RuntimeError =>
  new RuntimeError('invalid_argument', `Invalid session ID: ${JSON.stringify(id)} is no id that Session.create answered`);

export const sessionNotFound = (id: string): RuntimeError =>
  new RuntimeError('session_not_found', `Session not found: ${id}: it was deleted, or it is kept in another store; Session.list() answers what is there`);

export const noCurrentSession = (): RuntimeError =>
  new RuntimeError('session_not_found', 'there is no current session: choose one with Session.set_current(id), or give its id');

const shown = ({ id, name }: Session): string => (name === undefined ? id : `${id} ("${name}")`);

const because = ({ failureReason }: Session): string => (failureReason === undefined ? '' : ` (${failureReason})`);

const anyOf = (words: readonly string[]): string => (words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`);

export const wrongTransition = (session: Session, to: SessionStatus, from: readonly SessionStatus[]): RuntimeError =>
  new RuntimeError('session_state', `session ${shown(session)} is ${session.status}${because(session)} and cannot become ${to}: only a session that is ${anyOf(from)} can`);

const REMEDIES: Readonly<Record<SessionStatus, string>> = {
  active: '',
  suspended: ': Session.resume(id) makes it active again',
  completed: ': what it holds can be read, a new session takes new work',
  failed: ': what it holds can be read, a new session takes new work',
  archived: ': what it holds can be read, a new session takes new work',
};

/** `use` says what was wanted: `take artifacts`. */
export const notUsable = (session: Session, use: string): RuntimeError =>
  new RuntimeError('session_state', `session ${shown(session)} is ${session.status}${because(session)} and cannot ${use}${REMEDIES[session.status]}`);

export const tooManySessions = (limit: number, configFile: string): RuntimeError =>
  new RuntimeError(
    'session_limit',
    `there are ${limit} active or suspended sessions, the most that max_sessions under [session] in ${configFile} allows: complete or delete some, or raise it`,
  );
