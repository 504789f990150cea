/** The system calls of the Lua libraries (`io`, `os`, `require`): every one passes the file policy. */
import { constants, open, readFile, rename, rm, rmdir, lstat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundModule, SystemCallName, SystemCalls, SystemResult } from '../../common/system-calls.ts';
import type { HostValue } from '../../common/values.ts';
import type { SystemFunctions } from '../functions.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import type { FileUse } from '../sandbox/files.ts';
import { MAX_OPEN_FILES } from './open-files.ts';
import { attempt, refused } from './results.ts';

type Implementations = { readonly [Name in SystemCallName]: (call: HostCall, runtime: Runtime, ...args: SystemCalls[Name][0]) => Promise<SystemCalls[Name][1]> };

/** Checks first, then works on the real path. */
async function guarded<T>(call: HostCall, runtime: Runtime, path: string, use: FileUse, work: (real: string) => Promise<T>): Promise<SystemResult<T>> {
  const verdict = runtime.policyOf(call).files.judge(path, use);
  return verdict.allowed ? attempt(path, () => work(verdict.path)) : refused(verdict.message);
}

/** EMFILE. */
const TOO_MANY_OPEN = 24;

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = constants;

const OPEN_FLAGS: Readonly<Record<string, number>> = {
  r: O_RDONLY,
  'r+': O_RDWR,
  w: O_WRONLY | O_CREAT | O_TRUNC,
  'w+': O_RDWR | O_CREAT | O_TRUNC,
  a: O_WRONLY | O_CREAT | O_APPEND,
  'a+': O_RDWR | O_CREAT | O_APPEND,
};
/** The path was resolved: a last part that has become a symlink since is refused. Not known on Windows. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

const isMissing = (result: SystemResult<unknown>): boolean => !result.ok && /No such file|Not a directory/.test(result.message);

const implementations: Implementations = {
  '$file.open': (call, runtime, path, mode) => {
    const plain = mode.replace('b', '');
    if (!runtime.files.hasRoom(call.context.sessionId)) {
      const message = `${path}: Too many open files: this script has ${MAX_OPEN_FILES} open; close each with file:close() when you are done with it`;
      return Promise.resolve({ ok: false, message, code: TOO_MANY_OPEN });
    }
    return guarded(call, runtime, path, plain === 'r' ? 'read' : 'write', async (real) => {
      const handle = await open(real, (OPEN_FLAGS[plain] ?? O_RDONLY) | NO_FOLLOW, 0o666);
      const isFile = (await handle.stat()).isFile();
      return { id: runtime.files.add(call.context.sessionId, { handle, append: plain.startsWith('a') }), seekable: isFile };
    });
  },
  '$file.read': (call, runtime, id, position, count) =>
    attempt(undefined, async () => {
      const { handle } = runtime.files.get(call.context.sessionId, id);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, position);
      return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead).slice();
    }),
  '$file.write': (call, runtime, id, position, bytes) =>
    attempt(undefined, async () => {
      const { handle, append } = runtime.files.get(call.context.sessionId, id);
      for (let written = 0; written < bytes.length; ) {
        const at = append || position === null ? null : position + written;
        written += (await handle.write(bytes, written, bytes.length - written, at)).bytesWritten;
      }
      return null;
    }),
  '$file.size': (call, runtime, id) => attempt(undefined, async () => (await runtime.files.get(call.context.sessionId, id).handle.stat()).size),
  '$file.close': (call, runtime, id) => attempt(undefined, async () => (await runtime.files.closeFile(call.context.sessionId, id), null)),
  '$file.remove': (call, runtime, path) =>
    guarded(call, runtime, path, 'rename', async (real) => {
      if ((await lstat(real)).isDirectory()) await rmdir(real);
      else await rm(real);
      return null;
    }),
  '$file.rename': async (call, runtime, from, to) => {
    const target = runtime.policyOf(call).files.judge(to, 'rename');
    if (!target.allowed) return refused(target.message);
    return guarded(call, runtime, from, 'rename', async (real) => (await rename(real, target.path), null));
  },
  '$file.temporary': (call, runtime) => {
    const path = join(tmpdir(), `lua_${randomBytes(6).toString('hex')}`);
    return guarded(call, runtime, path, 'write', async (real) => {
      await (await open(real, 'wx', 0o600)).close();
      return path;
    });
  },
  '$source.read': (call, runtime, path) => guarded(call, runtime, path, 'source', async (real) => ({ path: real, content: new Uint8Array(await readFile(real)) })),
  '$source.find': async (call, runtime, candidates): Promise<FoundModule> => {
    const tried: string[] = [];
    for (const candidate of candidates) {
      const found = await implementations['$source.read'](call, runtime, candidate);
      if (found.ok) return found;
      // What is simply not there is told as Lua tells it; a refusal tells why.
      tried.push(isMissing(found) || found.message.includes('Is a directory') ? `no file '${candidate}'` : `no file '${candidate}' (${found.message})`);
    }
    return { ok: false, tried };
  },
  '$input.read': (call, runtime) => runtime.readInput(call),
};

/** As host functions: arguments and answer are plain data by construction. */
export const systemFunctions = Object.fromEntries(
  Object.entries(implementations).map(([name, work]) => [
    name,
    async (call: HostCall, runtime: Runtime) => [(await (work as (call: HostCall, runtime: Runtime, ...args: readonly HostValue[]) => Promise<unknown>)(call, runtime, ...call.args)) as HostValue],
  ]),
) as unknown as SystemFunctions;
