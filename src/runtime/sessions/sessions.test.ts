import { describe, expect, it } from 'vitest';
import { SESSION_STATUSES, type TransitionName } from './life-cycle.ts';
import { isSessionId } from './session-id.ts';
import { sessionScene } from './testing.ts';

describe('a session', () => {
  it('keeps what it was made with, exactly', async () => {
    const { sessions, create, tell, told } = sessionScene();
    const parent = await create({ name: 'parent' });
    const metadata = Uint8Array.of(0, 255, 128, 10);
    const made = await create({ name: 'child', description: 'a part', tags: ['a', 'b', 'a'], parentId: parent.id, timeoutSeconds: 60, metadata });
    expect(isSessionId(made.id)).toBe(true);
    expect(await sessions.get(made.id, tell)).toEqual({
      id: made.id,
      name: 'child',
      description: 'a part',
      tags: ['a', 'b'],
      status: 'active',
      createdAt: Date.UTC(2026, 0, 31, 12),
      updatedAt: Date.UTC(2026, 0, 31, 12),
      parentId: parent.id,
      timeoutSeconds: 60,
      metadata,
      artifacts: 0,
      lastSequence: 0,
    });
    expect(told).toEqual(['created parent', 'created child']);
  });

  it('wants a parent that is there', async () => {
    const { create } = sessionScene();
    await expect(create({ parentId: '00000000-0000-7000-8000-000000000000' })).rejects.toThrow('Session not found: 00000000-0000-7000-8000-000000000000');
    await expect(create({ parentId: 'main' })).rejects.toThrow('Invalid session ID: "main" is no id that Session.create answered');
  });

  it('is changed where something is given, and keeps the rest', async () => {
    const { sessions, create, tell, pass } = sessionScene();
    const { id } = await create({ name: 'old', description: 'kept', tags: ['x'] });
    pass(5);
    const changed = await sessions.update(id, { name: 'new', tags: ['y', 'y'] }, tell);
    expect(changed).toMatchObject({ name: 'new', description: 'kept', tags: ['y'], updatedAt: changed.createdAt + 5000 });
    await sessions.pass(id, 'complete', tell);
    await expect(sessions.update(id, { name: 'x' }, tell)).rejects.toThrow(`session ${id} ("new") is completed and cannot be changed: what it holds can be read, a new session takes new work`);
  });

  it('is gone once deleted, with what belongs to it', async () => {
    const { sessions, create, tell, store } = sessionScene();
    const { id } = await create();
    expect(await sessions.delete(id, (tx) => tx.keys({ prefix: 'session/' }), tell)).toEqual([]);
    expect(await store.keys({ prefix: '' })).toEqual([]);
    await expect(sessions.get(id, tell)).rejects.toThrow(`Session not found: ${id}`);
    await expect(sessions.delete(id, () => undefined, tell)).rejects.toThrow(`Session not found: ${id}`);
  });

  it('stays when what belongs to it cannot be removed', async () => {
    const { sessions, create, tell } = sessionScene();
    const { id } = await create();
    const failing = (): never => {
      throw new Error('no');
    };
    await expect(sessions.delete(id, failing, tell)).rejects.toThrow('no');
    expect((await sessions.get(id, tell)).id).toBe(id);
  });
});

describe('the life cycle', () => {
  const ways: Readonly<Record<TransitionName, readonly string[]>> = {
    suspend: ['active'],
    resume: ['suspended'],
    complete: ['active', 'suspended'],
    fail: ['active', 'suspended'],
    archive: ['suspended', 'completed', 'failed'],
  };
  const to: Readonly<Record<TransitionName, string>> = { suspend: 'suspended', resume: 'active', complete: 'completed', fail: 'failed', archive: 'archived' };
  const lead: Readonly<Record<string, readonly TransitionName[]>> = { active: [], suspended: ['suspend'], completed: ['complete'], failed: ['fail'], archived: ['complete', 'archive'] };

  for (const status of SESSION_STATUSES) {
    for (const [name, from] of Object.entries(ways) as [TransitionName, readonly string[]][]) {
      it(`${from.includes(status) ? 'lets' : 'does not let'} ${status} sessions ${name}`, async () => {
        const { sessions, create, tell } = sessionScene();
        const { id } = await create();
        for (const step of lead[status]!) await sessions.pass(id, step, tell);
        if (from.includes(status)) {
          expect((await sessions.pass(id, name, tell)).status).toBe(to[name]);
          expect((await sessions.get(id, tell)).status).toBe(to[name]);
        } else {
          await expect(sessions.pass(id, name, tell)).rejects.toThrow(`session ${id} is ${status} and cannot become ${to[name]}: only a session that is `);
          expect((await sessions.get(id, tell)).status).toBe(status);
        }
      });
    }
  }

  it('keeps why a session failed', async () => {
    const { sessions, create, tell } = sessionScene();
    const { id } = await create({ name: 'poem' });
    await sessions.pass(id, 'fail', tell, 'no rhyme');
    await expect(sessions.pass(id, 'resume', tell)).rejects.toThrow(`session ${id} ("poem") is failed (no rhyme) and cannot become active: only a session that is suspended can`);
  });
});

describe('the timeout', () => {
  it('makes an active session fail that was not used for so long, and says so once', async () => {
    const { sessions, create, tell, told, pass } = sessionScene({ timeoutSeconds: 60 });
    const { id } = await create({ name: 'late' });
    pass(60);
    expect((await sessions.get(id, tell)).status).toBe('active');
    pass(1);
    expect(await sessions.get(id, tell)).toMatchObject({ status: 'failed', failureReason: 'timed out: not used for 60 s' });
    await sessions.list({}, tell);
    expect(told).toEqual(['created late', 'failed late']);
    for (const use of [() => sessions.save(id, tell), () => sessions.load(id, tell), () => sessions.takeUp(id, tell)]) {
      await expect(use()).rejects.toThrow(/is failed \(timed out: not used for 60 s\) and cannot be(come)? /);
    }
    await expect(sessions.pass(id, 'complete', tell)).rejects.toThrow('is failed (timed out: not used for 60 s) and cannot become completed');
  });

  it('counts from the last use', async () => {
    const { sessions, create, tell, pass } = sessionScene({ timeoutSeconds: 60 });
    const { id } = await create();
    for (const use of [() => sessions.save(id, tell), () => sessions.load(id, tell), () => sessions.takeUp(id, tell), () => sessions.update(id, { name: 'n' }, tell)]) {
      pass(50);
      await use();
    }
    pass(50);
    expect((await sessions.get(id, tell)).status).toBe('active');
  });

  it('does not run while the session is suspended, and starts anew when it is resumed', async () => {
    const { sessions, create, tell, pass } = sessionScene({ timeoutSeconds: 60 });
    const { id } = await create();
    await sessions.pass(id, 'suspend', tell);
    pass(10_000);
    await sessions.pass(id, 'resume', tell);
    pass(50);
    expect((await sessions.get(id, tell)).status).toBe('active');
  });

  it('is the own one of a session where it has one; 0 is none', async () => {
    const { sessions, create, tell, pass } = sessionScene({ timeoutSeconds: 60 });
    const short = await create({ timeoutSeconds: 5 });
    const endless = await create({ timeoutSeconds: 0 });
    pass(6);
    expect((await sessions.get(short.id, tell)).failureReason).toBe('timed out: not used for 5 s');
    pass(100_000);
    expect((await sessions.get(endless.id, tell)).status).toBe('active');
  });

  it('is looked at again by whoever uses a session that was read before', async () => {
    const { sessions, create, pass } = sessionScene({ timeoutSeconds: 60 });
    const session = await create();
    pass(61);
    expect(() => sessions.use(session, 'take artifacts')).toThrow(`session ${session.id} is failed (timed out: not used for 60 s) and cannot take artifacts`);
  });
});

describe('the limit', () => {
  it('counts active and suspended sessions, not ended ones', async () => {
    const { sessions, create, tell, pass } = sessionScene({ maxSessions: 2, timeoutSeconds: 60 });
    const first = await create();
    const second = await create();
    await sessions.pass(second.id, 'suspend', tell);
    await expect(create()).rejects.toThrow(
      'there are 2 active or suspended sessions, the most that max_sessions under [session] in /conf/llmspell.toml allows: complete or delete some, or raise it',
    );
    await sessions.pass(first.id, 'complete', tell);
    await create();
    await sessions.delete(second.id, () => undefined, tell);
    await create();
    await expect(create()).rejects.toThrow('there are 2 active or suspended sessions');
    pass(61);
    await create();
  });
});

describe('the list', () => {
  it('has the newest first, also of one millisecond, and more than one page', async () => {
    const { sessions, create, tell } = sessionScene();
    const made: string[] = [];
    for (let i = 0; i < 250; i++) made.push((await create()).id);
    expect((await sessions.list({}, tell)).map(({ id }) => id)).toEqual(made.toReversed());
    expect((await sessions.list({ limit: 3 }, tell)).map(({ id }) => id)).toEqual(made.slice(-3).toReversed());
    expect(await sessions.list({ limit: 0 }, tell)).toEqual([]);
  });

  it('holds what the filters want, all of them', async () => {
    const { sessions, create, tell } = sessionScene();
    const names = async (filter: Parameters<typeof sessions.list>[0]) => (await sessions.list(filter, tell)).map(({ name }) => name);
    const a = await create({ name: 'a', tags: ['red', 'round'] });
    await create({ name: 'b', tags: ['red'], parentId: a.id });
    await create({ name: 'c', tags: ['round'] });
    await sessions.pass(a.id, 'complete', tell);
    expect(await names({ tags: ['red'] })).toEqual(['b', 'a']);
    expect(await names({ tags: ['red', 'round'] })).toEqual(['a']);
    expect(await names({ status: 'active' })).toEqual(['c', 'b']);
    expect(await names({ status: 'completed', tags: ['round'] })).toEqual(['a']);
    expect(await names({ parentId: a.id })).toEqual(['b']);
    expect(await names({ tags: ['blue'] })).toEqual([]);
  });
});
