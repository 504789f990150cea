import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Config } from '../../base/config/index.ts';
import type { ProcessEvent, ProcessWait, SystemResult } from '../../common/system-calls.ts';
import type { HostValue } from '../../common/values.ts';
import { configWith, context, testHost, type TestHost } from '../testing.ts';

type System = Config['tools']['system'];

let root: string;
let t: TestHost;
let cancelled: AbortController;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-programs-')));
  use({});
});
afterEach(async () => {
  await t.host.close();
  rmSync(root, { recursive: true });
});

/** A host with these rules. */
function use(rules: Partial<System>): void {
  const config = configWith([], [root]);
  const system = { ...config.tools.system, allowProcessExecution: true, allowedCommands: ['*'], ...rules };
  t = testHost({ config: { ...config, tools: { ...config.tools, system } } });
  cancelled = new AbortController();
}

const env = { PATH: process.env['PATH'] ?? '', LANG: 'C', MY_TOKEN: 'abcdefgh1234', SHOWN: 'yes' };
const call = async (name: string, ...args: HostValue[]): Promise<HostValue> => (await t.call(name, args, { context: context({ cwd: root, env }), signal: cancelled.signal }))[0];
const start = async (command: string, mode = 'x'): Promise<SystemResult<number>> => (await call('$process.start', command, mode)) as SystemResult<number>;
const started = async (command: string, mode?: string): Promise<number> => {
  const result = await start(command, mode);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};
const next = async (id: number, until: ProcessWait): Promise<ProcessEvent> => (await call('$process.next', id, until)) as unknown as ProcessEvent;
/** What it writes, and what comes then. */
async function until(id: number, wait: ProcessWait): Promise<{ stdout: string; stderr: string; event: ProcessEvent }> {
  const said = { stdout: '', stderr: '' };
  for (;;) {
    const event = await next(id, wait);
    if (event.kind !== 'output') return { ...said, event };
    said[event.stream] += Buffer.from(event.bytes).toString();
  }
}
const run = async (command: string) => until(await started(command), 'end');
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie whose parent does not look is gone.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const pidIn = (file: string): Promise<number> => vi.waitFor(() => Number(/^\d+\n/.exec(readFileSync(join(root, file), 'utf8'))![0]), 5000);

describe.skipIf(process.platform === 'win32')('a program', () => {
  it('ends as it ends, and what it wrote comes before', async () => {
    expect(await run('echo out; echo err >&2; exit 3')).toEqual({ stdout: 'out\n', stderr: 'err\n', event: { kind: 'end', how: 'exit', code: 3 } });
    expect((await run('kill -9 $$')).event).toEqual({ kind: 'end', how: 'signal', code: 9 });
    expect((await run('true')).event).toEqual({ kind: 'end', how: 'exit', code: 0 });
  });

  it('gives all that it wrote, however much', async () => {
    const { stdout } = await run('i=0; while [ $i -lt 30000 ]; do echo 0123456789; i=$((i+1)); done');
    expect(stdout).toBe('0123456789\n'.repeat(30_000));
  });

  it('that leaves something running has ended all the same', async () => {
    expect(await run('sleep 100 & echo done')).toMatchObject({ stdout: 'done\n', event: { kind: 'end', code: 0 } });
  });

  it('is written to, and read', async () => {
    const id = await started('sort', 'w');
    await call('$process.write', id, Buffer.from('b\na\n'));
    expect((await until(id, 'room')).event).toEqual({ kind: 'room' });
    await call('$process.closeEnd', id);
    expect(await until(id, 'end')).toMatchObject({ stdout: 'a\nb\n', event: { kind: 'end', code: 0 } });
  });

  it('that takes no input any more is a broken pipe', async () => {
    const id = await started('exec <&-; sleep 100', 'w');
    const write = async (): Promise<ProcessEvent> => (await call('$process.write', id, new Uint8Array(1 << 20)), (await until(id, 'room')).event);
    await vi.waitFor(async () => expect(await write()).toMatchObject({ kind: 'failed', message: 'Broken pipe' }), 5000);
  });

  it('waits for whoever reads, and finds a broken pipe when nobody does', async () => {
    const id = await started('exec yes', 'r');
    expect(await next(id, 'output')).toMatchObject({ kind: 'output', stream: 'stdout' });
    await call('$process.closeEnd', id);
    expect(await until(id, 'end')).toEqual({ stdout: '', stderr: '', event: { kind: 'end', how: 'signal', code: 13 } });
  });

  it('that ignores the signal of a broken pipe is told of it, not of a connection', async () => {
    const id = await started(`trap '' PIPE; yes; echo $? >&2`, 'r');
    expect(await next(id, 'output')).toMatchObject({ stream: 'stdout' });
    await call('$process.closeEnd', id);
    expect((await until(id, 'end')).stderr).toMatch(/Broken pipe\n1\n$/);
  });

  it('loses what it wrote and nobody has read, and nothing else', async () => {
    const id = await started('i=0; while [ $i -lt 15000 ]; do echo 0123456789; i=$((i+1)); done; echo problem >&2; exit 4', 'r');
    expect(await next(id, 'output')).toMatchObject({ stream: 'stdout' });
    // The pipe is full meanwhile, and so is what Node has read ahead.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await call('$process.closeEnd', id);
    expect(await until(id, 'end')).toMatchObject({ stdout: '' });
  });

  it('has no input but what is written to it', async () => {
    expect(await run('cat')).toMatchObject({ stdout: '', event: { code: 0 } });
  });

  it('gets the variables that scripts see, and no secrets', async () => {
    const { stdout } = await run('env');
    expect(stdout).toContain('SHOWN=yes');
    expect(stdout).toContain('LANG=C');
    expect(stdout).not.toContain('MY_TOKEN');
    expect(await call('$variable.read', 'MY_TOKEN')).toEqual({ value: null, refusal: 'MY_TOKEN: holds a secret by its name, and may not be read: add "MY_TOKEN" to allowed_env_vars under [tools.system] in /conf/llmspell.toml' });
    expect(await call('$variable.read', 'NO_TOKEN')).toEqual({ value: null, refusal: null });
    use({ allowedEnvVars: ['MY_*'] });
    expect((await run('env')).stdout).toMatch(/^MY_TOKEN=abcdefgh1234$/m);
    expect((await run('env')).stdout).not.toContain('SHOWN');
    expect(await call('$variable.read', 'SHOWN')).toMatchObject({ refusal: expect.stringContaining('SHOWN: may not be read') as string });
  });

  it('belongs to its session', async () => {
    const id = await started('sleep 100');
    await expect(t.call('$process.next', [id, 'end'], { context: context({ sessionId: 'another' }) })).rejects.toThrow('closed file');
  });

  it('ends when it runs too long, and says by which rule', async () => {
    use({ commandTimeoutSeconds: 0.2 });
    const { stdout, event } = await run('echo first; sleep 100');
    expect(stdout).toBe('first\n');
    expect(event).toMatchObject({ kind: 'failed', message: 'echo first; sleep 100: ran longer than 0.2 s and was ended: raise command_timeout_seconds under [tools.system] in /conf/llmspell.toml' });
  });
});

describe.skipIf(process.platform !== 'linux')('no program is left', () => {
  /** A program with a child of its own; both write their numbers, neither listens to TERM. */
  const STUBBORN = `trap '' TERM; echo $$ > leader; sh -c "trap '' TERM; echo \\$\\$ > child; sleep 1000; sleep 1000" & sleep 1000; sleep 1000`;
  const family = async (): Promise<number[]> => [await pidIn('leader'), await pidIn('child')];

  it.each<[string, () => unknown]>([
    ['when its session ends', () => t.host.endSession('session-1')],
    ['when its execution is cancelled', () => t.host.cancelExecution('execution-1')],
    ['when the host closes', () => t.host.close()],
  ])('%s', async (_title, end) => {
    await started(STUBBORN, 'r');
    const pids = await family();
    expect(pids.map(isAlive)).toEqual([true, true]);
    await end();
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), 5000);
  });

  it('when the call that waits for its end is given up', async () => {
    const id = await started(STUBBORN);
    const pids = await family();
    const waiting = next(id, 'end');
    cancelled.abort(new Error('interrupted'));
    await expect(waiting).rejects.toThrow('the call was cancelled');
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), 5000);
  });

  it('of those that a program left running', async () => {
    expect((await run('(echo $BASHPID; exec sh -c "echo \\$\\$ > child; sleep 1000") >/dev/null & while [ ! -s child ]; do :; done')).event).toMatchObject({ kind: 'end' });
    const pid = await pidIn('child');
    expect(isAlive(pid)).toBe(true);
    await t.host.close();
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000);
  });
});

describe('what may be started', () => {
  const refusal = async (command: string): Promise<string> => {
    const result = await start(command);
    return result.ok ? 'started' : `${result.code} ${result.message}`;
  };

  it('is nothing, unless it is allowed', async () => {
    use({ allowProcessExecution: false });
    expect(await refusal('echo hi')).toBe('13 echo hi: programs may not be started: set allow_process_execution = true under [tools.system] in /conf/llmspell.toml');
    expect(await call('$process.available')).toBe(false);
  });

  it('is what is on the list, by name, by path, with the words that it begins with', async () => {
    use({ allowedCommands: ['echo', '/bin/cat', 'ls -l'] });
    expect(await run(`echo 'a;b' "c d"`)).toMatchObject({ stdout: 'a;b c d\n' });
    expect(await run('cat </dev/null')).toMatchObject({ stdout: '', event: { code: 0 } });
    expect((await run('/usr/bin/../bin/echo x')).stdout).toBe('x\n');
    expect((await run('ls -l .')).event).toMatchObject({ code: 0 });
    for (const command of ['ls', 'ls -a -l', 'sh -c "echo x"', 'env echo x', './echo x', 'echo x; sh', 'echo x | sh', 'echo $(sh)', 'echo x > file', 'echo `sh`', 'echo\nsh']) expect(await refusal(command), command).toMatch(/^13 .*allowed_commands under \[tools\.system\]/);
    expect(existsSync(join(root, 'file'))).toBe(false);
  });

  it('names what would be added as the list has its like: with the first words', async () => {
    use({ allowedCommands: ['git log', 'echo'] });
    expect(await refusal('git status --short')).toBe('13 git status --short: "git status" is not among the allowed commands: add "git status" to allowed_commands under [tools.system] in /conf/llmspell.toml');
    expect(await refusal('git')).toContain('add "git" to');
    expect(await refusal('rm -r x')).toContain('add "rm" to');
  });

  it('is never a program that a script puts in the way', async () => {
    for (const folder of ['.', 'bin']) {
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, 'echo'), '#!/bin/sh\nprintf mine', { mode: 0o755 });
      chmodSync(join(root, folder, 'echo'), 0o755);
    }
    use({ allowedCommands: ['echo'] });
    const path = (value: string) => t.call('$process.start', ['echo x', 'x'], { context: context({ cwd: root, env: { PATH: value } }) });
    const [first] = (await path(`.::bin:${env.PATH}`)) as [SystemResult<number>];
    expect(first).toMatchObject({ ok: true });
    expect((await until((first as { value: number }).value, 'end')).stdout).toBe('x\n');
    symlinkSync('/bin/sh', join(root, 'cat'));
    expect(await refusal(`${root}/echo x`)).toContain('is not among the allowed commands');
  });

  it('is not for the script to write: the program on the list, what leads to it, and what would be found before it', async () => {
    for (const folder of ['bin', 'first', 'made']) mkdirSync(join(root, folder));
    const programs = ['bin/tool', 'bin/real'].map((path) => join(root, path));
    writeFileSync(programs[1]!, '#!/bin/sh\nprintf real', { mode: 0o755 });
    symlinkSync('real', programs[0]!);
    writeFileSync(join(root, 'made/ls'), '#!/bin/sh\nprintf mine', { mode: 0o755 });
    use({ allowedCommands: ['./bin/tool', 'ls'] });
    const PATH = `${join(root, 'first')}:${env.PATH}`;
    const asked = async (name: string, ...args: HostValue[]): Promise<string> => {
      const [result] = (await t.call(name, args, { context: context({ cwd: root, env: { PATH } }) })) as [SystemResult<unknown>];
      return result.ok ? 'done' : result.message;
    };
    for (const path of programs) expect(await asked('$file.open', path, 'w')).toBe(`${path}: may not be written: allowed_commands under [tools.system] lists it as a program that scripts may start`);
    expect(await asked('$file.remove', programs[0])).toContain('may not be changed: allowed_commands');
    expect(await asked('$file.rename', 'bin', 'elsewhere')).toContain('may not be changed: allowed_commands');
    expect(await asked('$file.rename', 'made/ls', 'first/ls')).toContain('may not be written: allowed_commands');
    expect(await asked('$file.open', 'first/other', 'w')).toBe('done');
    expect((await run('./bin/tool')).stdout).toBe('real');
  });

  it('that is not there ends as a shell says it', async () => {
    use({ allowedCommands: ['nothing-of-this-name', root] });
    expect(await run('nothing-of-this-name')).toEqual({ stdout: '', stderr: 'sh: nothing-of-this-name: not found\n', event: { kind: 'end', how: 'exit', code: 127 } });
  });

  it('is not without end', async () => {
    for (let i = 0; i < 64; i++) await started('sleep 100');
    expect(await refusal('sleep 100')).toContain('this script has 64 programs running: close each');
  });
});
