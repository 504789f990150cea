/** Sessions and artifacts as calls of scripts: their events, and what each script has to do with which session. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostValue } from '../../common/values.ts';
import { context, testHost, type TestHost } from '../testing.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const create = async (host: TestHost, options: HostValue = {}, changes = {}): Promise<string> => (await host.call('Session.create', [options], changes))[0] as string;
const kept = (host: TestHost) => host.events.filter(({ event_type: type }) => type.startsWith('session.')).map(({ event_type: type, data, attributes }) => [type, attributes['session.id'], data]);

describe('events', () => {
  it('tell what happens to sessions and artifacts, caused by the execution', async () => {
    const host = testHost();
    const id = await create(host, { name: 'poem' });
    await host.call('Artifact.store', [id, 'note', bytes('n.txt'), bytes('rain')]);
    await host.call('Artifact.delete', [id, 'n.txt']);
    await host.call('Session.fail', [id, 'no rhyme']);
    await host.call('Session.delete', [id]);
    const artifact = { sequence: 1, version: 1, size: 4, content_hash: '319b44c570a417ff3444896cd4aa77f052b6781773fc2f9aa1f1180ac745005c', artifact_type: 'note', name: 'n.txt' };
    expect(kept(host)).toEqual([
      ['session.created', id, { status: 'active', name: 'poem' }],
      ['session.artifact.stored', id, artifact],
      ['session.artifact.deleted', id, artifact],
      ['session.failed', id, { status: 'failed', name: 'poem', reason: 'no rhyme' }],
      ['session.deleted', id, { status: 'failed', name: 'poem', reason: 'no rhyme' }],
    ]);
    expect(host.events.every(({ causation_id: cause, session_id: vmSession }) => cause === 'parent-1' && vmSession === 'session-1')).toBe(true);
  });

  it('carry no names and reasons where content is not captured', async () => {
    const host = testHost({ captureContent: false });
    const id = await create(host, { name: 'secret plan' });
    await host.call('Session.fail', [id, 'secret reason']);
    await host.call('Session.create', [{ name: 'other' }]);
    expect(JSON.stringify(host.events)).not.toMatch(/secret|other/);
  });

  it('tell of a timeout before what was asked, and nothing of reading', async () => {
    const host = testHost();
    const id = await create(host, { timeout_seconds: 0.001 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await host.call('Session.list', [{}]);
    await host.call('Session.get', [id]);
    await host.call('Artifact.list', [id]);
    expect(kept(host).map(([type]) => type)).toEqual(['session.created', 'session.failed']);
  });
});

describe('the current session', () => {
  it('is each script’s own, and goes with it', async () => {
    const host = testHost();
    const id = await create(host);
    await host.call('Session.set_current', [id]);
    const other = { context: context({ sessionId: 'session-2' }) };
    expect(await host.call('Session.get_current')).toEqual([id]);
    expect(await host.call('Session.get_current', [], other)).toEqual([undefined]);
    await expect(host.call('Artifact.list', [''], other)).rejects.toThrow('there is no current session');
    host.host.endSession('session-1');
    expect(await host.call('Session.get_current')).toEqual([undefined]);
  });

  it('stays when another one cannot become it', async () => {
    const host = testHost();
    const [id, ended] = [await create(host), await create(host)];
    await host.call('Session.set_current', [id]);
    await host.call('Session.complete', [ended]);
    await expect(host.call('Session.set_current', [ended])).rejects.toThrow('is completed and cannot become the current one');
    expect(await host.call('Session.get_current')).toEqual([id]);
  });
});

describe('a deleted session', () => {
  it('takes its state along, and no other’s', async () => {
    const host = testHost();
    const [id, other] = [await create(host), await create(host)];
    const value: HostValue = { $exact: Uint8Array.of(1) };
    for (const session of [id, other]) {
      await host.call('State.set', [bytes(`session:${session}`), bytes('kept'), value]);
      await host.call('State.set', [bytes(`session:${session}`), bytes('passing'), value, { ttl: 1000 }]);
      await host.call('State.set', [bytes(`session:${session}`), bytes('in memory'), value, { ephemeral: true }]);
    }
    await host.call('Session.delete', [id]);
    expect(await host.call('State.list_keys', [bytes(`session:${id}`)])).toEqual([[]]);
    expect(await host.call('State.list_keys', [bytes(`session:${other}`)])).toEqual([['in memory', 'kept', 'passing']]);
    expect(await host.call('State.list_scopes')).toEqual([[`session:${other}`]]);
  });
});

describe('a stored file', () => {
  it('must lie where scripts may read, and be a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'llmspell-file-'));
    folders.push(folder);
    writeFileSync(join(folder, 'a.bin'), Buffer.from([0, 255, 128]));
    const host = testHost();
    const id = await create(host);
    await host.call('Artifact.store_file', [id, 'a.bin', 'raw'], { context: context({ cwd: folder }) });
    const [got] = (await host.call('Artifact.get', [id, 'a.bin'])) as [{ content: Uint8Array }];
    expect([...got.content]).toEqual([0, 255, 128]);
    await expect(host.call('Artifact.store_file', [id, '/etc/hostname', 'raw'])).rejects.toThrow('/etc/hostname: may not be read: add its folder to allowed_paths under [tools.file_operations] in');
    await expect(host.call('Artifact.store_file', [id, folder, 'raw'])).rejects.toThrow('is no file: only files can be stored as artifacts');
  });
});
