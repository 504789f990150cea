/** The arguments of the `State` functions, as the worker has checked them. */
import { isUtf8 } from 'node:buffer';
import type { HostValue } from '../../common/values.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import { reachedScope } from './access.ts';
import { badKey } from './errors.ts';
import { reacherOf } from './open-state.ts';
import type { Scope } from './scope.ts';
import type { WriteOptions } from './state.ts';

/** Names come as bytes, so that two that are no text are not taken for one. */
function text(value: HostValue, what: string): string {
  const { buffer, byteOffset, byteLength } = value as Uint8Array;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  if (!isUtf8(bytes)) throw badKey(`or scope (${what}) is not text in UTF-8: write its bytes in hexadecimal or base64`);
  return bytes.toString();
}

export const keyIn = (call: HostCall, index: number): string => text(call.args[index], `argument #${index + 1}`);

/** `kind` goes before an id that stands for the scope. Throws when it is out of reach. */
export function scopeIn(call: HostCall, runtime: Runtime, kind?: 'workflow' | 'agent' | 'tool'): Scope {
  const name = text(call.args[0], 'argument #1');
  return reachedScope(kind === undefined ? name : `${kind}:${name}`, reacherOf(call, runtime));
}

/** The first scope and those to look in next. `"session"` without a current one is passed over: a script that has none is why there are others. */
export function fallbackScopesIn(call: HostCall, runtime: Runtime): Scope[] {
  const further = call.args[2];
  // An empty table comes as an object.
  const names = [text(call.args[0], 'argument #1'), ...(Array.isArray(further) ? (further as readonly string[]) : [])];
  const reacher = reacherOf(call, runtime);
  const noSession = reacher.kind === 'script' && reacher.currentSession() === undefined;
  return names.filter((name) => !(noSession && name === 'session')).map((name) => reachedScope(name, reacher));
}

/** In memory of its own: a part of a larger buffer would take all of that along to the worker. */
export const toExactValue = (bytes: Uint8Array | undefined): HostValue => bytes && { $exact: bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes) };

export function optionsIn(value: HostValue): WriteOptions {
  const { ttl_seconds, version, ephemeral } = (value ?? {}) as { ttl_seconds?: number; version?: number; ephemeral?: boolean };
  return { ttlSeconds: ttl_seconds ?? undefined, version: version ?? undefined, ephemeral: ephemeral ?? undefined };
}
