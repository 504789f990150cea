import { describe, expect, it } from 'vitest';
import type { KernelReady, KernelStatus } from '../../common/editor-rpc.ts';
import type { KernelExit, KernelProcess } from './kernel-process.ts';
import { nodeRuntimes, type NodeRuntime } from './runtimes.ts';
import { KernelSupervisor, type KernelView } from './supervisor.ts';

const OWN: NodeRuntime = { name: 'own', command: 'own', env: {} };
const PATH: NodeRuntime = { name: 'path', command: 'path', env: {} };

/** A kernel process whose fate the test decides. */
class FakeProcess {
  stopping = false;
  exit!: (exit: KernelExit) => void;
  readonly exited = new Promise<KernelExit>((resolve) => (this.exit = resolve));
  readonly ready: Promise<KernelReady>;

  constructor(
    readonly runtime: NodeRuntime,
    readonly onStatus: (status: KernelStatus) => void,
    outcome: readonly string[] | Error,
  ) {
    this.ready = outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve({ kernelId: `k-${runtime.name}`, pid: 1, version: '0', dapSocket: '', connectionFile: '', missing: outcome });
    this.ready.catch(() => undefined);
  }

  stop(): Promise<KernelExit> {
    this.stopping = true;
    this.exit({ code: 0, signal: null, how: 'ended' });
    return this.exited;
  }
}

function supervised(outcomes: Record<string, readonly string[] | Error>) {
  const started: FakeProcess[] = [];
  const views: KernelView[] = [];
  const lost: string[] = [];
  const clock = { now: 0 };
  const supervisor = new KernelSupervisor({
    runtimes: () => [OWN, PATH],
    launch: (runtime, onStatus) => {
      const process = new FakeProcess(runtime, onStatus, outcomes[runtime.name]!);
      started.push(process);
      return process as unknown as KernelProcess;
    },
    log: () => undefined,
    now: () => clock.now,
  });
  supervisor.onChange((view) => views.push(view));
  supervisor.onLost((reason) => lost.push(reason));
  return { supervisor, started, views, lost, clock };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));
const killed: KernelExit = { code: null, signal: 'SIGKILL', how: 'was killed (SIGKILL)' };

describe('starting a kernel', () => {
  it('happens once, however often it is asked for', async () => {
    const { supervisor, started } = supervised({ own: [], path: [] });
    const [one, two] = await Promise.all([supervisor.start(), supervisor.start()]);
    expect(one).toBe(two);
    expect(started.map(({ runtime }) => runtime.name)).toEqual(['own']);
    expect(supervisor.view.state).toBe('ready');
  });

  it('takes the next Node.js when the first fails', async () => {
    const { supervisor } = supervised({ own: new Error('The kernel (own) ended.'), path: [] });
    expect((await supervisor.start()).process.runtime.name).toBe('path');
  });

  it('takes the next Node.js when packages are missing, and ends the other kernel', async () => {
    const { supervisor, started } = supervised({ own: ['zeromq: wrong ABI'], path: [] });
    expect((await supervisor.start()).process.runtime.name).toBe('path');
    expect(started[0]!.stopping).toBe(true);
  });

  it('keeps the first when no other is better, and says what is missing', async () => {
    const { supervisor, started } = supervised({ own: ['zeromq: wrong ABI'], path: new Error('no such program') });
    const { process, ready } = await supervisor.start();
    expect([process.runtime.name, ready.missing, started[0]!.stopping]).toEqual(['own', ['zeromq: wrong ABI'], false]);
  });

  it('fails with every reason and what to do, and can be tried again', async () => {
    const { supervisor, started } = supervised({ own: new Error('The kernel (own) ended.'), path: new Error('The kernel (path) ended.') });
    await expect(supervisor.start()).rejects.toThrow(/\(own\) ended.*\(path\) ended.*llmspell\.nodePath/);
    expect(supervisor.view.state).toBe('failed');
    await expect(supervisor.start()).rejects.toThrow();
    expect(started.length).toBe(4);
  });
});

describe('a running kernel', () => {
  it('shows its status', async () => {
    const { supervisor, started } = supervised({ own: [], path: [] });
    await supervisor.start();
    started[0]!.onStatus({ state: 'busy', executions: 1, stopped: 1, requests: 2 });
    expect(supervisor.view).toMatchObject({ state: 'busy', status: { stopped: 1 } });
  });

  it('is started again after a crash, which is told', async () => {
    const { supervisor, started, lost, clock } = supervised({ own: [], path: [] });
    await supervisor.start();
    clock.now = 60_000;
    started[0]!.exit(killed);
    await settle();
    expect(lost).toEqual(['The llmspell kernel was killed (SIGKILL).']);
    expect(started.length).toBe(2);
    expect(supervisor.view.state).toBe('ready');
  });

  it('is not started again unasked when it crashes again and again', async () => {
    const { supervisor, started } = supervised({ own: [], path: [] });
    await supervisor.start();
    for (let crash = 0; crash < 5; crash++) {
      started.at(-1)!.exit(killed);
      await settle();
    }
    expect(started.length).toBe(3);
    expect(supervisor.view).toMatchObject({ state: 'failed', reason: expect.stringContaining('3 times in a row') as string });
    await supervisor.start();
    expect(supervisor.view.state).toBe('ready');
  });

  it('ends with the window, without being told as a loss', async () => {
    const { supervisor, started, lost } = supervised({ own: [], path: [] });
    await supervisor.start();
    await supervisor.dispose();
    expect([started[0]!.stopping, lost, started.length]).toEqual([true, [], 1]);
    await expect(supervisor.start()).rejects.toThrow('closing');
  });

  it('is another one after a restart', async () => {
    const { supervisor, started, lost } = supervised({ own: [], path: [] });
    await supervisor.start();
    await supervisor.restart();
    expect([started.length, started[0]!.stopping, started[1]!.stopping, lost]).toEqual([2, true, false, []]);
  });
});

describe('which Node.js', () => {
  it("is VS Code's own as Electron-as-node, then the one on the PATH", () => {
    expect(nodeRuntimes('', '/vscode/electron').map(({ command, env }) => [command, env])).toEqual([
      ['/vscode/electron', { ELECTRON_RUN_AS_NODE: '1' }],
      ['node', {}],
    ]);
  });
  it('is only the one of the setting when that is set', () => {
    expect(nodeRuntimes(' /opt/node ', '/vscode/electron').map(({ command }) => command)).toEqual(['/opt/node']);
  });
});
