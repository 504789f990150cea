import { beforeEach, expect, it, vi } from 'vitest';
import { openEventStream, type EventStream } from '../../kernel/client/event-stream.ts';
import type { RunningKernel } from '../kernel/supervisor.ts';
import { KernelEvents } from './kernel-events.ts';

vi.mock('../../kernel/client/event-stream.ts', () => ({ openEventStream: vi.fn() }));

const opened: { readonly connectionFile: string; readonly close: ReturnType<typeof vi.fn>; ready(): void }[] = [];
beforeEach(() => {
  opened.length = 0;
  vi.mocked(openEventStream).mockImplementation(({ connectionFile }) => {
    const close = vi.fn();
    return new Promise<EventStream>((resolve) => void opened.push({ connectionFile, close, ready: () => resolve({ close }) }));
  });
});

const kernel = (name: string): RunningKernel => ({ ready: { kernelId: name, connectionFile: `/${name}.json` } }) as unknown as RunningKernel;
const events = (): KernelEvents => new KernelEvents({ onEvents: () => undefined, log: () => undefined });

it('the stream of a kernel that was replaced while it opened is closed', async () => {
  const followed = events();
  const both = [followed.follow(kernel('first')), followed.follow(kernel('second'))];
  opened[1]!.ready();
  opened[0]!.ready();
  await Promise.all(both);
  expect(opened.map(({ connectionFile, close }) => [connectionFile, close.mock.calls.length])).toEqual([['/first.json', 1], ['/second.json', 0]]);
});

it.each([
  ['the window closes', (followed: KernelEvents) => followed.dispose()],
  ['the kernel dies', (followed: KernelEvents) => followed.lost('only', 'It was killed.')],
])('a stream that is still opening is closed when %s', async (_, end) => {
  const followed = events();
  const following = followed.follow(kernel('only'));
  end(followed);
  opened[0]!.ready();
  await following;
  expect(opened[0]!.close).toHaveBeenCalledOnce();
});
