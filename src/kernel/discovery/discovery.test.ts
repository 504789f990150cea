import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment, type Environment } from '../../base/env.ts';
import { portOwner } from '../port-owner.ts';
import { givenConnection, newSecret, readConnectionFile, writeConnectionFile, type ConnectionInfo } from './connection-file.ts';
import { connectionFilePath, findKernel, findKernels, livingWriter, writeRegistered } from './kernels.ts';
import { isAlive, isSameProcess, startOf } from './process-identity.ts';

let home: string;
let env: Environment;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'llmspell-discovery-'));
  env = { ...readEnvironment(), home };
});
afterEach(() => rmSync(home, { recursive: true }));

const info = (changes: Partial<ConnectionInfo> = {}): ConnectionInfo => ({
  transport: 'tcp',
  ip: '127.0.0.1',
  signature_scheme: 'hmac-sha256',
  key: newSecret(),
  kernel_name: 'llmspell',
  kernel_id: 'k1',
  pid: process.pid,
  ...changes,
});

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  return child.pid!;
}

describe('connection files', () => {
  it('are the user’s alone, and whole', () => {
    const path = writeRegistered(env, info());
    expect(path).toBe(connectionFilePath(env, 'k1'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readConnectionFile(path).kernel_id).toBe('k1');
    expect(readdirSync(join(home, '.llmspell', 'kernels'))).toEqual(['kernel-k1.json']);
  });

  it('say what is wrong with them', () => {
    expect(() => readConnectionFile(join(home, 'none.json'))).toThrow(/is the kernel running/);
    writeFileSync(join(home, 'list.json'), '[]');
    expect(() => readConnectionFile(join(home, 'list.json'))).toThrow(/not a connection file/);
    expect(() => writeConnectionFile(join(home, 'no', 'such.json'), {})).toThrow(/cannot write the connection file .*such\.json: there is no folder .*no: make it/);
    mkdirSync(join(home, 'folder'));
    expect(() => givenConnection(join(home, 'folder'))).toThrow(/folder is a folder: give the name of a file/);
    expect(() => connectionFilePath(env, '../k')).toThrow(/cannot be a kernel id/);
  });

  it('belong to the kernel that made them, as long as it runs', async () => {
    const path = join(home, 'c.json');
    expect(livingWriter(path)).toBeUndefined();
    writeConnectionFile(path, info({ written_by_kernel: true }));
    expect(livingWriter(path)).toMatchObject({ kernel_id: 'k1', pid: process.pid });
    writeConnectionFile(path, info());
    expect(livingWriter(path)).toBeUndefined();
    writeConnectionFile(path, info({ written_by_kernel: true, pid: await deadPid() }));
    expect(livingWriter(path)).toBeUndefined();
  });

  it('are looked for without making a folder, and the folder that cannot be made is named', () => {
    expect(findKernels(env)).toEqual([]);
    expect(existsSync(join(home, '.llmspell'))).toBe(false);
    writeFileSync(join(home, 'file'), '');
    const homeless = { ...env, home: join(home, 'file') };
    expect(findKernels(homeless)).toEqual([]);
    expect(() => writeRegistered(homeless, info())).toThrow(/cannot make the folder .*file\/\.llmspell\/kernels: ENOTDIR\. Set HOME/);
  });

  it('of a front end are kept, ours are not', () => {
    const path = join(home, 'c.json');
    expect(givenConnection(path)).toBeUndefined();
    writeConnectionFile(path, { shell_port: 1, key: 'abc', ip: '127.0.0.1' });
    expect(givenConnection(path)).toMatchObject({ key: 'abc' });
    writeConnectionFile(path, { shell_port: 1, ...info({ written_by_kernel: true }) });
    expect(givenConnection(path)).toBeUndefined();
    writeFileSync(path, '');
    expect(givenConnection(path)).toBeUndefined();
  });

  it('never overwrite what is something else', () => {
    const path = join(home, 'notes.json');
    for (const text of ['my notes', '{"a": 1}', '[]']) {
      writeFileSync(path, text);
      expect(() => givenConnection(path)).toThrow(/notes.json exists and is not a connection file: give another name/);
    }
  });
});

describe('findKernels', () => {
  it('lists the living and clears away what the dead left', async () => {
    const started = startOf(process.pid);
    writeRegistered(env, info({ ...(started !== undefined && { pid_started: started }) }));
    const prefix = join(home, 'k2');
    for (const suffix of ['-6', '-dap']) writeFileSync(prefix + suffix, '');
    writeFileSync(join(home, 'k22-6'), '');
    const dead = connectionFilePath(env, 'k2');
    writeConnectionFile(dead, info({ kernel_id: 'k2', pid: await deadPid(), transport: 'ipc', ip: prefix, dap_socket: `${prefix}-dap` }));
    writeFileSync(connectionFilePath(env, 'k3'), 'half a fi');
    expect(findKernels(env).map((kernel) => kernel.info.kernel_id)).toEqual(['k1']);
    expect(findKernel(env, 'k1')?.file).toBe(connectionFilePath(env, 'k1'));
    expect(existsSync(dead)).toBe(false);
    expect(readdirSync(home).filter((name) => name.startsWith('k'))).toEqual(['k22-6']);
  });

  it.skipIf(startOf(process.pid) === undefined)('does not take another process with the same id for the kernel', () => {
    writeRegistered(env, info({ pid_started: 'another time' }));
    expect(findKernels(env)).toEqual([]);
  });
});

describe('process identity', () => {
  it('knows the living', async () => {
    expect(isAlive(process.pid)).toBe(true);
    expect(isSameProcess(process.pid, startOf(process.pid))).toBe(true);
    expect(isSameProcess(process.pid, undefined)).toBe(true);
    const dead = await deadPid();
    expect(isAlive(dead)).toBe(false);
    expect(startOf(dead)).toBeUndefined();
  });
});

describe.skipIf(process.platform !== 'linux')('portOwner', () => {
  it('names the process that holds a port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(portOwner(port)).toMatch(new RegExp(`\\(process ${process.pid}\\)$`));
    await new Promise((resolve) => server.close(resolve));
    expect(portOwner(port)).toBeUndefined();
  });
});
