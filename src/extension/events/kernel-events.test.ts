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

  it('of an attached kernel that is gone are not missed silently', async () => {
    events.followAttached('session', join(folder, 'gone.json'));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(notes[0]).toContain('is the kernel running?');
    events.leaveAttached('session');
  });
});
