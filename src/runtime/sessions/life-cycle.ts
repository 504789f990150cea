/**
 * The states of a session and the ways between them.
 *
 *     active ──suspend──► suspended ──resume──► active
 *     active, suspended ──complete──► completed      active, suspended ──fail──► failed
 *     suspended, completed, failed ──archive──► archived
 *
 * An active session that nothing has used for its timeout becomes `failed`: the work it stands for was not completed. Time does not run for
 * a suspended one, because it was put aside on purpose. No timer watches: whoever comes to a session looks first.
 */
import { wrongTransition } from './errors.ts';
import type { Session } from './session.ts';

export const SESSION_STATUSES = ['active', 'suspended', 'completed', 'failed', 'archived'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

interface Transition {
  readonly from: readonly SessionStatus[];
  readonly to: SessionStatus;
}

const TRANSITIONS = {
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  complete: { from: ['active', 'suspended'], to: 'completed' },
  fail: { from: ['active', 'suspended'], to: 'failed' },
  archive: { from: ['suspended', 'completed', 'failed'], to: 'archived' },
} as const satisfies Record<string, Transition>;
export type TransitionName = keyof typeof TRANSITIONS;

/** Whether it is work in progress: such sessions count against `max_sessions`. */
export const isOpen = (status: SessionStatus): boolean => status === 'active' || status === 'suspended';

/** Throws when the way does not lead from its state, naming both. */
export function passTransition(session: Session, name: TransitionName, now: number): Session {
  const { from, to }: Transition = TRANSITIONS[name];
  if (!from.includes(session.status)) throw wrongTransition(session, to, from);
  return { ...session, status: to, updatedAt: now };
}

const timeoutOf = (session: Session, configured: number): number => session.timeoutSeconds ?? configured;

export function hasTimedOut(session: Session, configuredSeconds: number, now: number): boolean {
  const seconds = timeoutOf(session, configuredSeconds);
  return session.status === 'active' && seconds > 0 && now - session.updatedAt > seconds * 1000;
}

/** The session as it is after its timeout. */
export function timedOut(session: Session, configuredSeconds: number, now: number): Session {
  const failureReason = `timed out: not used for ${timeoutOf(session, configuredSeconds)} s`;
  return { ...session, status: 'failed', failureReason, updatedAt: now };
}
