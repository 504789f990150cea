/**
 * The sessions of a store: made, found, changed and ended. Each change is one transaction, so that kernels that share the store never work on
 * a stale session; a session whose time has run out is marked before anybody is shown it.
 */
import type { Store, StoreTransaction } from '../store/store.ts';
import { notUsable, sessionNotFound, tooManySessions } from './errors.ts';
import { matches, type SessionFilter } from './filter.ts';
import { hasTimedOut, passTransition, timedOut, type SessionStatus, type TransitionName } from './life-cycle.ts';
import { checkSessionId, idOfOpen, newestSessions, openSessions, readSession, recordKey, decodeSession, removeSession, sessionOfEntry, writeSession } from './records.ts';
import { SessionIds } from './session-id.ts';
import type { NewSession, Session, SessionChanges, SessionSettings } from './session.ts';

/** What happened to a session, for the events. */
export type SessionHappening = 'created' | 'saved' | 'updated' | 'suspended' | 'resumed' | 'completed' | 'failed' | 'archived' | 'deleted';
export type Tell = (happening: SessionHappening, session: Session) => void;

const HAPPENINGS = { suspend: 'suspended', resume: 'resumed', complete: 'completed', fail: 'failed', archive: 'archived' } as const satisfies Record<TransitionName, SessionHappening>;

export interface SessionsOptions {
  /** Opened on first use. */
  readonly store: () => Promise<Store>;
  readonly settings: SessionSettings;
  readonly now?: () => number;
}

/** Sessions read at once for a list. */
const PAGE = 100;

export class Sessions {
  readonly settings: SessionSettings;
  readonly now: () => number;
  private readonly store: () => Promise<Store>;
  private readonly ids = new SessionIds();

  constructor({ store, settings, now = Date.now }: SessionsOptions) {
    this.store = store;
    this.settings = settings;
    this.now = now;
  }

  async create(wanted: NewSession, tell: Tell): Promise<Session> {
    await this.settleAll(tell);
    const store = await this.store();
    const { maxSessions, configFile } = this.settings;
    const now = this.now();
    const { tags = [], ...facts } = wanted;
    const session: Session = { ...facts, id: this.ids.next(now), tags: unique(tags), status: 'active', createdAt: now, updatedAt: now, artifacts: 0, lastSequence: 0 };
    await store.transaction((tx) => {
      if (facts.parentId !== undefined) readSession(tx, facts.parentId);
      if (maxSessions > 0 && tx.keys({ ...openSessions, limit: maxSessions }).length >= maxSessions) throw tooManySessions(maxSessions, configFile);
      writeSession(tx, session);
    });
    tell('created', session);
    return session;
  }

  /** Rejects when there is none. */
  async get(id: string, tell: Tell): Promise<Session> {
    const session = await this.find(id, tell);
    if (session === undefined) throw sessionNotFound(id);
    return session;
  }

  async find(id: string, tell: Tell): Promise<Session | undefined> {
    await this.settle([checkSessionId(id)], tell);
    const record = await (await this.store()).get(recordKey(id));
    return record && decodeSession(record);
  }

  /** The newest first. */
  async list(filter: SessionFilter, tell: Tell): Promise<Session[]> {
    await this.settleAll(tell);
    const store = await this.store();
    const { limit = Infinity } = filter;
    const found: Session[] = [];
    let after: string | undefined;
    while (found.length < limit) {
      const entries = await store.entries(newestSessions(after, PAGE));
      found.push(...entries.map(sessionOfEntry).filter((session) => matches(session, filter)));
      if (entries.length < PAGE) break;
      after = entries.at(-1)!.key;
    }
    return found.slice(0, limit);
  }

  /** Everything is kept at once anyway: a save is a use, from which the timeout counts anew. */
  async save(id: string, tell: Tell): Promise<Session> {
    return this.change(id, 'saved', tell, (session) => this.touched(usable(session, ['active', 'suspended', 'completed'], 'be saved')));
  }

  /** Takes it up again in another run: a use, without any change of its state. */
  async load(id: string, tell: Tell): Promise<Session> {
    return this.change(id, undefined, tell, (session) => this.touched(usable(session, ['active', 'suspended', 'completed'], 'be loaded')));
  }

  /** Makes sure that it can become the current session. */
  async takeUp(id: string, tell: Tell): Promise<Session> {
    return this.change(id, undefined, tell, (session) => this.touched(usable(session, ['active'], 'become the current one')));
  }

  async update(id: string, changes: SessionChanges, tell: Tell): Promise<Session> {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as SessionChanges;
    return this.change(id, 'updated', tell, (session) => {
      const changed = { ...usable(session, ['active', 'suspended'], 'be changed'), ...given };
      return this.touched({ ...changed, tags: unique(changed.tags) });
    });
  }

  async pass(id: string, name: TransitionName, tell: Tell, reason?: string): Promise<Session> {
    return this.change(id, HAPPENINGS[name], tell, (session) => ({ ...passTransition(session, name, this.now()), ...(name === 'fail' && { failureReason: reason }) }));
  }

  /** `alsoRemove` takes what belongs to it in the same transaction; its answer is answered. */
  async delete<T>(id: string, alsoRemove: (tx: StoreTransaction) => T, tell: Tell): Promise<T> {
    const store = await this.store();
    const { session, removed } = await store.transaction((tx) => {
      const session = readSession(tx, id);
      removeSession(tx, id);
      return { session, removed: alsoRemove(tx) };
    });
    tell('deleted', session);
    return removed;
  }

  /** The session as it is after a use by others, who keep it: throws unless it is active. */
  use(session: Session, use: string): Session {
    return this.touched(usable(this.asOfNow(session), ['active'], use));
  }

  /** Marks what has timed out of these. */
  async settle(ids: readonly string[], tell: Tell): Promise<void> {
    const store = await this.store();
    const records = await Promise.all(ids.map((id) => store.get(recordKey(id))));
    const late = records.filter((record) => record !== undefined).map(decodeSession).filter((session) => this.asOfNow(session) !== session);
    if (late.length === 0) return;
    const marked = await store.transaction((tx) =>
      late.flatMap(({ id }) => {
        const record = tx.get(recordKey(id));
        const session = record && decodeSession(record);
        const settled = session && this.asOfNow(session);
        if (settled === undefined || settled === session) return []; // used or ended by another kernel meanwhile
        writeSession(tx, settled);
        return [settled];
      }),
    );
    for (const session of marked) tell('failed', session);
  }

  private async settleAll(tell: Tell): Promise<void> {
    const open = await (await this.store()).keys(openSessions);
    await this.settle(open.map(idOfOpen), tell);
  }

  private async change(id: string, happening: SessionHappening | undefined, tell: Tell, work: (session: Session) => Session): Promise<Session> {
    await this.settle([checkSessionId(id)], tell);
    const changed = await (await this.store()).transaction((tx) => {
      const next = work(this.asOfNow(readSession(tx, id)));
      writeSession(tx, next);
      return next;
    });
    if (happening !== undefined) tell(happening, changed);
    return changed;
  }

  /** The very session, unless its time has run out. */
  private asOfNow(session: Session): Session {
    const { timeoutSeconds } = this.settings;
    const now = this.now();
    return hasTimedOut(session, timeoutSeconds, now) ? timedOut(session, timeoutSeconds, now) : session;
  }

  private touched(session: Session): Session {
    return { ...session, updatedAt: this.now() };
  }
}

function usable(session: Session, allowed: readonly SessionStatus[], use: string): Session {
  if (!allowed.includes(session.status)) throw notUsable(session, use);
  return session;
}

const unique = (tags: readonly string[]): readonly string[] => [...new Set(tags)];
