/** Configuration files that are edited while scripts run: what these see of it, what the log says, and what stays. */
import { existsSync, mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { DapClient } from '../support/dap-client.ts';
import { startEditorKernel, type EditorKernel } from '../support/editor-kernel.ts';
import { Sandbox, type Running } from '../support/processes.ts';

let box: Sandbox;
let kernels: EditorKernel[];
beforeEach(() => {
  box = new Sandbox();
  kernels = [];
  for (const folder of ['open', 'later']) mkdirSync(join(box.folder, folder));
});
afterEach(async () => {
  for (const { rpc } of kernels) rpc.dispose();
  await box.dispose();
});

async function startKernel(): Promise<EditorKernel> {
  const kernel = await startEditorKernel(box);
  kernels.push(kernel);
  return kernel;
}

const configure = (text: string): string => box.file('llmspell.toml', text);
const paths = (...folders: string[]): string => `[tools.file_operations]\nallowed_paths = [${folders.map((folder) => `"${join(box.folder, folder)}"`).join(', ')}]\n`;
/** A script tells that it has come so far by a file in the folder that is open. */
const SAY = 'local function say(name) io.open("open/" .. name, "w"):close() end\n';
const said = (name: string): Promise<unknown> => eventually(`the script's "${name}"`, () => existsSync(join(box.folder, 'open', name)), Boolean);
const logged = (running: Running, pattern: RegExp): Promise<unknown> => eventually(`${pattern} in the log`, () => running.stderr, (log) => pattern.test(log));

describe('an edited configuration', () => {
  it('opens folders to a script that runs, which keeps its open files and its agents', async () => {
    configure(`[logging]\nlog_level = "info"\n${paths('open')}`);
    const kernel = await startKernel();
    const running = kernel.execute(`${SAY}
      local kept = io.open("open/kept", "w+")
      kept:write("before ")
      local agent = Agent.create("poet", { model = "demo/echo" })
      local first = agent:execute({ prompt = "x" }).text
      local refused = select(2, io.open("later/file", "w"))
      say("ready")
      local file
      repeat file = io.open("later/file", "w") until file
      kept:write("after")
      kept:seek("set")
      print(refused)
      print(kept:read("a"), Agent.get("poet") ~= nil, agent:execute({ prompt = "x" }).text == first)
    `);
    await said('ready');
    configure(`[logging]\nlog_level = "info"\n${paths('open', 'later')}`);
    const { stdout, error } = await running;
    expect(error).toBeUndefined();
    expect(stdout).toBe(`later/file: may not be written: add its folder to allowed_paths under [tools.file_operations] in ${join(box.folder, 'llmspell.toml')}:4\nbefore after\ttrue\ttrue\n`);
    await logged(kernel.running, /INFO {2}config: configuration \S+llmspell\.toml has changed: tools\.file_operations\.allowed_paths from now on\n/);
  });

  it('closes folders to a script that runs', async () => {
    configure(paths('open', 'later'));
    const kernel = await startKernel();
    const running = kernel.execute(`${SAY} say("ready") repeat local file = io.open("later/file", "w") if file then file:close() end until not file print("closed")`);
    await said('ready');
    configure(paths('open'));
    expect((await running).stdout).toBe('closed\n');
  });

  it('changes providers below what a script has set for itself', async () => {
    const provider = (enabled: boolean): string => `${paths('open')}[providers.mine]\nprovider_type = "demo"\nenabled = ${enabled}\ndefault_model = "one"\n`;
    configure(provider(true));
    const kernel = await startKernel();
    const running = kernel.execute(`${SAY}
      local agent = Agent.create("a", { model = "mine/x" })
      Config.setProvider("mine", { default_model = "two" })
      agent:execute({ prompt = "x" })
      say("ready")
      local ok, problem
      repeat ok, problem = pcall(agent.execute, agent, { prompt = "x" }) until not ok
      print(problem)
      print(Config.getProvider("mine").default_model, Config.getProvider("mine").enabled)
    `);
    await said('ready');
    configure(provider(false));
    const { stdout } = await running;
    expect(stdout).toMatch(/provider "mine" is turned off/);
    expect(stdout).toMatch(/\ntwo\tfalse\n$/);
  });

  it('ends a script by a time limit that was not there when it began', async () => {
    configure(paths('open'));
    const kernel = await startKernel();
    const running = kernel.execute(`${SAY} say("ready") while true do end`);
    await said('ready');
    const file = configure(`${paths('open')}[kernel]\nmax_execution_time_secs = 0.1\n`);
    expect(await running).toMatchObject({ exitCode: 1, reason: 'error', error: `the script ran longer than max_execution_time_secs = 0.1 under [kernel] in ${file}:4 allows. Raise it, or set it to 0 for no limit.` });
  });

  it('changes the log level at once, and says what only another kernel would have', async () => {
    configure(paths('open'));
    const kernel = await startKernel();
    await kernel.execute('print(1)');
    expect(kernel.running.stderr).toBe('');
    configure(`${paths('open')}[logging]\nlog_level = "info"\n[kernel]\nport = 7\n`);
    await logged(kernel.running, /WARN {2}config: configuration \S+ has changed: logging\.log_level from now on; kernel\.port only after a restart of the kernel\n/);
    await kernel.execute('print(1)');
    await logged(kernel.running, /INFO {2}kernel\.session: =editor started/);
  });

  it('that is broken is told once, with its line, and leaves scripts what they have', async () => {
    configure(paths('open'));
    const kernel = await startKernel();
    const running = kernel.execute(`${SAY} say("ready") local file repeat file = io.open("later/file", "w") until file print("went on")`);
    await said('ready');
    const file = configure('[tools.file_operations]\nallowed_paths = "all"\n');
    await logged(kernel.running, /ERROR config: /);
    configure('[tools.file_operations]\nallowed_paths = "all"\n');
    configure(paths('open', 'later'));
    expect((await running).stdout).toBe('went on\n');
    expect(kernel.running.stderr.split(`${file}:2: error: tools.file_operations.allowed_paths`)).toHaveLength(2);
    expect(kernel.running.stderr).toContain('The configuration stays as it was.');
  });
});

describe('kernel start', () => {
  async function start(): Promise<{ readonly running: Running; launch(script: string): Promise<DapClient> }> {
    const running = box.llmspell('kernel', 'start', '--port', '0');
    const [, port] = await running.saw(/debugger on port (\d+)/);
    const [, file = ''] = await running.saw(/connection file: (.*)\n/);
    const { readFileSync } = await import('node:fs');
    const { token } = JSON.parse(readFileSync(file, 'utf8')) as { token: string };
    return {
      running,
      async launch(script) {
        const socket = createConnection(Number(port), '127.0.0.1');
        const dap = new DapClient(socket, socket);
        await dap.request('initialize', { adapterID: 'llmspell' });
        await dap.request('launch', { token, program: box.file('main.lua', script), cwd: box.folder });
        await dap.event('initialized');
        await dap.request('configurationDone');
        return dap;
      },
    };
  }

  it('says "reload" at SIGHUP and goes on; a broken file changes nothing, also for scripts that start then', async () => {
    configure(paths('open'));
    const { running, launch } = await start();
    const file = configure('[kernel\n');
    running.kill('SIGHUP');
    await logged(running, /reload: the configuration is read again/);
    await logged(running, new RegExp(`ERROR config: ${file}:1: error: broken TOML`));
    const script = `${SAY} say("ran") print(io.open("later/file", "w"))`;
    const dap = await launch(script);
    await dap.event('terminated');
    await said('ran');
    expect(existsSync(join(box.folder, 'later', 'file'))).toBe(false);
    configure(paths('open', 'later'));
    running.kill('SIGHUP');
    const again = await launch(script);
    await again.event('terminated');
    expect(existsSync(join(box.folder, 'later', 'file'))).toBe(true);
    running.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
  });
});
