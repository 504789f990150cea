/**
 * Programs at a real terminal: a pseudo-terminal, made by `script` of Debian's essential packages. The terminal itself echoes, edits lines and turns
 * Ctrl-C into a signal; a debugger that is attached or has started the program must leave all of it as it is.
 */
import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { ConnectionInfo } from '../../src/kernel/discovery/connection-file.ts';
import { DapClient } from '../dap/client.ts';
import { attachTo } from '../dap/kernel.ts';
import { CLI, Running, Sandbox } from '../support/processes.ts';

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const BACKSPACE = '\x7f';

const asks = `io.write("name? ")
local name = io.read()
print("hello " .. name)
print(io.read(), "end")
`;

let box: Sandbox;
let path: string;
beforeEach(() => {
  box = new Sandbox();
  path = box.file('asks.lua', asks);
});
afterEach(() => box.dispose());

/** Runs a command in a terminal of its own, and says then with which code it has ended and how the terminal is set. */
function inTerminal(command: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Running {
  const words = command.map((_, index) => `"$WORD${index}"`).join(' ');
  const given = Object.fromEntries(command.map((word, index) => [`WORD${index}`, word]));
  // As a shell that somebody types into, it outlives what Ctrl-C ends.
  const script = `trap : INT; ${words}; echo "code $?"; stty -a`;
  const running = new Running(
    spawn('script', ['--quiet', '--flush', '--return', '--command', script, '/dev/null'], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: box.home, XDG_RUNTIME_DIR: box.runtime, LANG: 'C.UTF-8', SHELL: '/bin/sh', ...given, ...env },
    }),
  );
  onTestFinished(async () => {
    if (running.process.exitCode === null && running.process.signalCode === null) running.kill('SIGHUP');
    await running.ended;
  });
  return running;
}

const type = (running: Running, keys: string): void => void running.process.stdin.write(keys);

/** As a shell needs it: lines are edited and echoed, Ctrl-C is a signal. */
async function expectUsable(running: Running): Promise<void> {
  const { stdout } = await running.ended;
  const settings = stdout.slice(stdout.indexOf('speed'));
  for (const setting of ['icanon', 'echo', 'isig', 'opost']) expect(settings).toMatch(new RegExp(`[\\s;]${setting}\\b`));
}

const runDebug = (): Running => inTerminal([process.execPath, CLI, 'run', '--debug-port', '0', path], box.folder);

async function connectionOf(running: Running): Promise<ConnectionInfo> {
  const [, file = ''] = await running.saw(/connection file: (\S+)/);
  return JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
}

test('what is typed is echoed, edited and read, also what is typed while the program is stopped', async () => {
  const running = runDebug();
  const { dap } = await attachTo(await connectionOf(running), path, [3]);
  await running.saw(/name\? /);
  type(running, `Adx${BACKSPACE}a\n`);
  await dap.stopped('breakpoint');
  expect(await dap.evaluate('name', (await dap.stack(1))[0]!.id)).toBe('"Ada"');
  type(running, 'meanwhile\n');
  await running.saw(/meanwhile/);
  await dap.request('continue', { threadId: 1 });
  expect(await dap.exitCode()).toBe(0);
  await running.saw(/name\? Adx.*a\r\n.*hello Ada\r\nmeanwhile\tend\r\ncode 0\r\n/s);
  await expectUsable(running);
});

test.each(['waiting', 'reading', 'stopped'])('Ctrl-C ends the program while it is %s', async (state) => {
  const running = runDebug();
  const info = await connectionOf(running);
  await running.saw(/"request": "attach"/);
  if (state !== 'waiting') {
    const { dap } = await attachTo(info, path, state === 'stopped' ? [1] : []);
    await (state === 'stopped' ? dap.stopped('breakpoint') : running.saw(/name\? /));
  }
  type(running, CTRL_C);
  await running.saw(/interrupted: the script was ended\r\ncode 130\r\n/);
  await expectUsable(running);
});

test('a program that a debug client starts in its terminal has all of it too, and Ctrl-D ends its input', async () => {
  const adapter = box.llmspell('dap');
  const dap = new DapClient(adapter.process.stdout, adapter.process.stdin);
  await dap.initialize({ supportsRunInTerminalRequest: true });
  const launched = dap.request('launch', { program: path, console: 'integratedTerminal' });
  const request = await dap.until('runInTerminal', () => dap.messages.find((message) => message.command === 'runInTerminal'));
  const { args, cwd } = request.arguments as unknown as DebugProtocol.RunInTerminalRequestArguments;
  const running = inTerminal(args, cwd);
  dap.raw(JSON.stringify({ seq: 99, type: 'response', request_seq: request.seq, command: 'runInTerminal', success: true, body: {} }));
  await launched;
  await dap.breakpoints(path, [3]);
  await dap.request('configurationDone');
  await running.saw(/name\? /);
  type(running, `Adx${BACKSPACE}a\n`);
  await dap.stopped('breakpoint');
  await dap.request('continue', { threadId: 1 });
  await running.saw(/hello Ada/);
  type(running, CTRL_D);
  expect(await dap.exitCode()).toBe(0);
  await running.saw(/nil\tend\r\ncode 0\r\n/);
  expect(dap.output('stdout')).toBe('');
  await expectUsable(running);
});

test('a key is asked for without being shown, can be edited, and Ctrl-C adds none', async () => {
  const command = [process.execPath, CLI, 'keys', 'add', 'openai', '--store', 'file'];
  const running = inTerminal(command, box.folder);
  await running.saw(/API key for openai: /);
  type(running, `sk-typed-0123456789x${BACKSPACE}\r`);
  await running.saw(/the key for openai is kept in .+\r\ncode 0\r\n/);
  await expectUsable(running);
  expect(running.stdout).not.toContain('0123');
  expect(JSON.parse(readFileSync(`${box.home}/.llmspell/keys.json`, 'utf8'))).toEqual({ openai: 'sk-typed-0123456789' });

  const left = inTerminal(command, box.folder);
  await left.saw(/API key for openai: /);
  type(left, `sk-other${CTRL_C}`);
  await left.saw(/error: no key was added\r\ncode 130\r\n/);
  await expectUsable(left);
  expect(readFileSync(`${box.home}/.llmspell/keys.json`, 'utf8')).not.toContain('other');
});
