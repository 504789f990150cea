import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventBatch } from '../../common/editor-rpc.ts';
import type { SpellEvent } from '../../common/events.ts';
import type { KernelProcess } from '../kernel/kernel-process.ts';
import type { RunningKernel } from '../kernel/supervisor.ts';
import { KernelEvents } from './kernel-events.ts';

describe('the events of a kernel', () => {
  let folder: string;
  let received: SpellEvent[];
  let notes: string[];
  let events: KernelEvents;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'llmspell-kernel-events-'));
    received = [];
    notes = [];
    events = new KernelEvents({ onEvents: (batch) => received.push(...batch), log: (message) => notes.push(message) });
  });
  afterEach(() => {
    events.dispose();
    rmSync(folder, { recursive: true });
  });

  it('come over JSON-RPC from a kernel without an events socket', async () => {
    const connectionFile = join(folder, 'kernel.json');
    writeFileSync(connectionFile, JSON.stringify({ transport: 'ipc', ip: join(folder, 'k'), key: '00' }));
    let send: (batch: EventBatch) => void = () => undefined;
    const process = { subscribe: async (listener: typeof send) => void (send = listener) } as unknown as KernelProcess;
    await events.follow({ process, ready: { connectionFile } } as unknown as RunningKernel);
    send({ events: [{ id: 'a' } as SpellEvent, { id: 'b' } as SpellEvent] });
    expect(received.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(notes[0]).toContain('has no events socket');
  });

  it('end with one that says so when the kernel has died', () => {
    events.lost('k1', 'The llmspell kernel was killed (SIGKILL).');
    expect(received).toMatchObject([{ event_type: 'kernel.stop', kernel_id: 'k1', data: { reason: 'The llmspell kernel was killed (SIGKILL).' } }]);
  });

  const event = (kernel: string, sequence: number): SpellEvent => ({ id: `${kernel}${sequence}`, kernel_id: kernel, sequence }) as SpellEvent;
  const session = (id: string, requests: string[] = []) => ({ id, customRequest: async (command: string) => void requests.push(command) });
  const ids = (): string[] => received.map(({ id }) => id);

  it('of another kernel come over the sessions that are attached to it, each once', async () => {
    const requests: string[] = [];
    await Promise.all([events.followAttached(session('one', requests)), events.followAttached(session('two', requests))]);
    expect(requests).toEqual(['followEvents', 'followEvents']);
    events.receiveAttached('one', [event('k', 7), event('k', 8)]);
    events.receiveAttached('two', [event('k', 8), event('k', 9)]);
    events.receiveAttached('one', [event('k', 9)]);
    expect(ids()).toEqual(['k7', 'k8', 'k9']);
    events.leaveAttached('one');
    events.leaveAttached('two');
    events.receiveAttached('one', [event('k', 10)]);
    expect(ids()).toHaveLength(3);
    // A kernel with the id of an earlier one begins anew.
    await events.followAttached(session('three'));
    events.receiveAttached('three', [event('k', 1)]);
    expect(ids().at(-1)).toBe('k1');
  });

  it("of the window's own kernel do not come twice when a session is attached to it", async () => {
    const process = { subscribe: async () => undefined } as unknown as KernelProcess;
    await events.follow({ process, ready: { kernelId: 'own', connectionFile: join(folder, 'gone.json') } } as unknown as RunningKernel);
    await events.followAttached(session('one'));
    events.receiveAttached('one', [event('own', 1)]);
    expect(received).toEqual([]);
  });

  it('of an attached kernel that does not tell them are not missed silently', async () => {
    await events.followAttached({ id: 'one', customRequest: () => Promise.reject(new Error('The request "followEvents" is not supported.')) });
    expect(notes[0]).toContain('"followEvents" is not supported');
  });
});
