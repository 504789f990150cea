import { getEventListeners } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { clientTerminal, whileStarting } from './client-terminal.ts';
import type { DapSession } from './session.ts';

type Respond = (response: { readonly success: boolean; readonly message?: string }) => void;

const command = { title: 't', cwd: '/', args: ['x'], env: {} };

function scene(supportsRunInTerminal = true) {
  const leaving = new AbortController();
  const answers: Respond[] = [];
  const session = { client: { supportsRunInTerminal }, left: leaving.signal, sendRequest: (_command: string, _args: object, _limit: number, respond: Respond) => answers.push(respond) } as unknown as DapSession;
  return { leaving, answers, terminal: () => clientTerminal(session) };
}

test('each launch waits for its own answer, and leaves nothing behind at the session', async () => {
  const { leaving, answers, terminal } = scene();
  const runs = [terminal().run(command), terminal().run(command)];
  answers[1]!({ success: false, message: 'no shell' });
  await expect(runs[1]).rejects.toThrow(/has not run the program in its terminal: no shell/);
  answers[0]!({ success: true });
  await runs[0];
  expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
});

test('a client that leaves is waited for no longer, also when it has left before', async () => {
  const { leaving, answers, terminal } = scene();
  const run = terminal().run(command);
  leaving.abort();
  await expect(run).rejects.toThrow(/ended before the terminal was there/);
  await expect(terminal().run(command)).rejects.toThrow(/ended before the terminal was there/);
  expect(answers).toHaveLength(1);
});

test('a program that does not come soon is said to be waited for, once; one that comes is not', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const said: unknown[] = [];
  const session = { event: (event: string, body: object) => void said.push(event, body) };
  await whileStarting(session, Promise.resolve());
  await expect(whileStarting(session, Promise.reject(new Error('no shell')))).rejects.toThrow('no shell');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said).toEqual([]);
  let arrived = (): void => undefined;
  const starting = whileStarting(session, new Promise<void>((resolve) => (arrived = resolve)));
  await vi.advanceTimersByTimeAsync(30_000);
  arrived();
  await starting;
  expect(said).toEqual(['output', { category: 'console', output: expect.stringContaining('Waiting for the program to start in the terminal') as string }]);
});

test('a client that has none is told what to do', () => {
  expect(() => scene(false).terminal()).toThrow(/internalConsole/);
});
