/** Debug sessions on one kernel, each left in another phase of its life, and a look at what the kernel's process keeps of them (Linux). */
import { readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { expect } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { eventually } from '../harness/eventually.ts';
import { DapClient } from './dap-client.ts';
import type { Running, Sandbox } from './processes.ts';

const SCRIPT = `
local poet = Agent.builder():name("poet"):model("demo/echo"):build()
local rows = {}
for i = 1, 2000 do rows[i] = { i, tostring(i) } end
print(#rows, ...)
if ... == "ask" then print(poet:execute({ prompt = "hello" }).text) end
if ... == "read" then print(io.read()) end
while ... == "loop" do rows[1] = rows end
`;
const STOP_LINE = 5;

interface Phase {
  readonly name: string;
  readonly args?: readonly string[];
  readonly stops: boolean;
  /** From the stop, or from the start: up to where the client leaves. */
  readonly leave: (client: DapClient) => Promise<unknown>;
}

const goOn = (client: DapClient): Promise<unknown> => client.request('continue', { threadId: 1 });
const goodbye = (client: DapClient): Promise<unknown> => client.request('disconnect', { terminateDebuggee: true });

const phases: readonly Phase[] = [
  { name: 'at its end', args: ['ask'], stops: true, leave: async (client) => (await goOn(client), await client.event('terminated'), goodbye(client)) },
  { name: 'stopped, by disconnect', stops: true, leave: goodbye },
  { name: 'stopped, by terminate', stops: true, leave: async (client) => (await client.request('terminate'), goodbye(client)) },
  { name: 'stopped, without a word', stops: true, leave: async (client) => client.drop() },
  { name: 'in a loop', args: ['loop'], stops: false, leave: async (client) => (await client.event('output'), await client.request('terminate'), goodbye(client)) },
  { name: 'waiting for input, without a word', args: ['read'], stops: false, leave: async (client) => (await client.event('output', ({ output }) => output.includes('waits for input')), client.drop()) },
  { name: 'evaluating', stops: true, leave: async (client) => (client.post('evaluate', { expression: 'while true do end', context: 'repl' }), goodbye(client)) },
  { name: 'restarted', stops: true, leave: async (client) => (await client.request('restart'), await client.stopped('breakpoint'), goodbye(client)) },
  { name: 'stepping', stops: true, leave: async (client) => (client.post('next', { threadId: 1 }), goodbye(client)) },
  { name: 'never configured', stops: false, leave: goodbye },
];

export class StartStop {
  readonly #kernel: Running;
  readonly #info: ConnectionInfo;
  readonly #script: string;

  private constructor(kernel: Running, info: ConnectionInfo, script: string) {
    this.#kernel = kernel;
    this.#info = info;
    this.#script = script;
  }

  static async on(box: Sandbox): Promise<StartStop> {
    const script = box.file('session.lua', SCRIPT);
    const kernel = box.llmspell('kernel', 'start', '--port', '0');
    const [, file = ''] = await kernel.saw(/connection file: (.*)\n/);
    return new StartStop(kernel, JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo, script);
  }

  /** So many sessions, one phase after the other; then as many threads and open files as before them. Answers the growth of memory in MB. */
  async leavesNothing(warmUp: number, sessions: number): Promise<number> {
    await this.#run(warmUp);
    await this.#settled();
    const before = { ...(await this.#atRest()), memory: this.#residentMegabytes() };
    await this.#run(sessions);
    await this.#settled();
    // A worker's thread and a closed socket take a moment to go.
    await eventually('the threads of before', () => this.#entries('task'), (threads) => threads <= before.threads);
    await eventually('the open files of before', () => this.#entries('fd'), (files) => files <= before.files);
    expect(this.#children()).toEqual([]);
    return this.#residentMegabytes() - before.memory;
  }

  async #run(sessions: number): Promise<void> {
    for (let session = 0; session < sessions; session++) await this.#once(phases[session % phases.length]!);
  }

  async #once({ args = [], stops, name, leave }: Phase): Promise<void> {
    const socket = createConnection(this.#info.dap_port!, '127.0.0.1');
    const client = new DapClient(socket, socket);
    try {
      await client.initialize();
      await client.request('launch', { program: this.#script, token: this.#info.token, args });
      await client.event('initialized');
      if (stops) await client.breakpoints(this.#script, [STOP_LINE]);
      if (name !== 'never configured') await client.request('configurationDone');
      if (stops) await client.stopped('breakpoint');
      await leave(client);
    } catch (error) {
      throw new Error(`a session that is left ${name} failed: ${(error as Error).message}`, { cause: error });
    } finally {
      socket.destroy();
    }
  }

  /** Programs whose client was lost run to their end by themselves; a session counts what is left. */
  async #settled(): Promise<void> {
    const socket = createConnection(this.#info.dap_port!, '127.0.0.1');
    const client = new DapClient(socket, socket);
    await client.initialize();
    const attach = async (): Promise<string> => client.request('attach', { token: this.#info.token }).then(() => 'attached', (error: Error) => error.message);
    await eventually('no script that runs', attach, (answer) => answer.includes('no script is running'));
    socket.destroy();
  }

  /** What is open once the spare worker for the next session is there: it comes some time after the last one was taken. */
  async #atRest(): Promise<{ threads: number; files: number }> {
    let seen = { threads: 0, files: 0 };
    for (let unchanged = 0; unchanged < 30; unchanged++) {
      const now = { threads: this.#entries('task'), files: this.#entries('fd') };
      if (now.threads !== seen.threads || now.files !== seen.files) unchanged = 0;
      seen = now;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return seen;
  }

  #entries(name: string): number {
    return readdirSync(`/proc/${this.#kernel.pid}/${name}`).length;
  }

  #children(): string[] {
    return readdirSync(`/proc/${this.#kernel.pid}/task`).flatMap((thread) => readFileSync(`/proc/${this.#kernel.pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean));
  }

  #residentMegabytes(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#kernel.pid}/status`, 'utf8'))?.[1]) / 1024;
  }
}
