import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEnvironment, type Environment } from '../../base/env.ts';
import { startOf } from '../discovery/process-identity.ts';
import { checkDebuggable, debuggableKernels } from './running-kernels.ts';

let env: Environment;
beforeEach(() => {
  env = { ...readEnvironment(), home: mkdtempSync(join(tmpdir(), 'kernels-')) };
  mkdirSync(join(env.home, '.llmspell', 'kernels'), { recursive: true });
});
afterEach(() => rmSync(env.home, { recursive: true, force: true }));

/** A connection file; of this process, which lives, unless it says otherwise. */
function kernel(id: string, more: object): string {
  const file = join(env.home, '.llmspell', 'kernels', `kernel-${id}.json`);
  const info = { transport: 'tcp', ip: '127.0.0.1', key: 'k', kernel_id: id, pid: process.pid, pid_started: startOf(process.pid), ...more };
  writeFileSync(file, JSON.stringify(info));
  return file;
}

it('lists the kernels that live and can be debugged, those with a port first', () => {
  const window = kernel('a-window', { transport: 'ipc', ip: '/run/x', dap_socket: '/run/x-dap' });
  const b = kernel('b', { dap_port: 9556, program: '/spells/main.lua' });
  const a = kernel('a', { dap_port: 9566 });
  kernel('no-debugger', {});
  kernel('gone', { dap_port: 1, pid_started: 'long ago' });
  expect(debuggableKernels(env)).toEqual([
    { id: 'a', pid: process.pid, port: 9566, program: undefined, connectionFile: a },
    { id: 'b', pid: process.pid, port: 9556, program: '/spells/main.lua', connectionFile: b },
    { id: 'a-window', pid: process.pid, port: undefined, program: undefined, connectionFile: window },
  ]);
});

it('is empty where no kernel ever was', () => {
  rmSync(join(env.home, '.llmspell'), { recursive: true });
  expect(debuggableKernels(env)).toEqual([]);
});

it('says what is wrong with a connection file that is given', () => {
  expect(() => checkDebuggable(kernel('a', { dap_port: 1 }))).not.toThrow();
  expect(() => checkDebuggable(kernel('gone', { dap_port: 1, pid_started: 'long ago' }))).toThrow(/has ended/);
  expect(() => checkDebuggable(kernel('bare', {}))).toThrow(/no debug adapter: start it with --dap/);
  expect(() => checkDebuggable(join(env.home, 'none.json'))).toThrow(/no connection file/);
});
