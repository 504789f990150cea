/** The system calls of the Lua libraries (`io`, `os`, `require`): every one passes the file policy. */
import { constants } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundModule, SystemCallName, SystemCalls, SystemResult } from '../../common/system-calls.ts';
import { asHostFunctions } from '../system-functions.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import type { FilePolicy } from '../sandbox/files.ts';
import { FILE_TOO_LARGE, Refused, attempt, systemError } from './failures.ts';
import { MAX_OPEN_FILES, type OpenFile } from './open-files.ts';

type FileCall = Exclude<SystemCallName, `$debug.${string}` | `$process.${string}` | `$variable.${string}`>;
type Implementations = { readonly [Name in FileCall]: (call: HostCall, runtime: Runtime, ...args: SystemCalls[Name][0]) => Promise<SystemCalls[Name][1]> };

/** EMFILE. */
const TOO_MANY_OPEN = 24;

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND, O_EXCL } = constants;

const OPEN_FLAGS: Readonly<Record<string, number>> = {
  r: O_RDONLY,
  'r+': O_RDWR,
  w: O_WRONLY | O_CREAT | O_TRUNC,
  'w+': O_RDWR | O_CREAT | O_TRUNC,
  a: O_WRONLY | O_CREAT | O_APPEND,
  'a+': O_RDWR | O_CREAT | O_APPEND,
};
const isMissing = (result: SystemResult<unknown>): boolean => !result.ok && /No such file|Not a directory/.test(result.message);

const implementations: Implementations = {
  '$file.open': (call, runtime, path, mode) => {
    const plain = mode.replace('b', '');
    if (!runtime.files.hasRoom(call.context.sessionId)) {
      const message = `${path}: Too many open files: this script has ${MAX_OPEN_FILES} open; close each with file:close() when you are done with it`;
      return Promise.resolve({ ok: false, message, code: TOO_MANY_OPEN });
    }
    return attempt(path, async () => {
      const { handle, kind } = await runtime.filesOf(call).open(path, plain === 'r' ? 'read' : 'write', OPEN_FLAGS[plain] ?? O_RDONLY);
      return { id: runtime.files.add(call.context.sessionId, { handle, path, isFile: kind === 'file', append: plain.startsWith('a') }), seekable: kind === 'file' };
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
      const file = runtime.files.get(call.context.sessionId, id);
      const { handle, append } = file;
      await refuseGrowth(file, position, bytes.length, runtime.policyOf(call).files);
      for (let written = 0; written < bytes.length; ) {
        const at = append || position === null ? null : position + written;
        written += (await handle.write(bytes, written, bytes.length - written, at)).bytesWritten;
      }
      return null;
    }),
  '$file.size': (call, runtime, id) => attempt(undefined, async () => (await runtime.files.get(call.context.sessionId, id).handle.stat()).size),
  '$file.close': (call, runtime, id) => attempt(undefined, async () => (await runtime.files.closeFile(call.context.sessionId, id), null)),
  '$file.remove': (call, runtime, path) => attempt(path, async () => (await runtime.filesOf(call).remove(path), null)),
  '$file.rename': (call, runtime, from, to) => attempt(from, async () => (await runtime.filesOf(call).rename(from, to), null)),
  '$file.temporary': (call, runtime) => {
    const path = join(tmpdir(), `lua_${randomBytes(6).toString('hex')}`);
    return attempt(path, async () => {
      const { handle } = await runtime.filesOf(call).open(path, 'write', O_WRONLY | O_CREAT | O_EXCL, 0o600);
      await handle.close();
      return path;
    });
  },
  '$source.read': (call, runtime, path) =>
    attempt(path, async () => {
      const { handle, real, kind, size } = await runtime.filesOf(call).open(path, 'source', O_RDONLY);
      try {
        if (kind !== 'file') throw systemError('EISDIR');
        const tooLarge = runtime.policyOf(call).files.refuseSize(path, size);
        if (tooLarge !== undefined) throw new Refused(tooLarge, FILE_TOO_LARGE);
        return { path: real, content: new Uint8Array(await handle.readFile()) };
      } finally {
        await handle.close();
      }
    }),
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

/** A script that writes without end fills no disk. What is there already may be larger. */
async function refuseGrowth({ handle, path, isFile, append }: OpenFile, position: number | null, bytes: number, policy: FilePolicy): Promise<void> {
  if (!isFile) return;
  const start = append || position === null ? (await handle.stat()).size : position;
  const refusal = policy.refuseSize(path, start + bytes);
  if (refusal !== undefined) throw new Refused(refusal, FILE_TOO_LARGE);
}

/** As host functions: arguments and answer are plain data by construction. */
export const fileFunctions = asHostFunctions<FileCall>(implementations);
