/**
 * What is known by name at the place where the program has stopped, before the names of the frame, and the scopes that show it: request and
 * response at a host point, the error's value as `err` where one was raised. As in the conditions of the filters that stop there.
 */
import type { ScopeInfo } from '../../../common/debug.ts';
import type { Engine, LuaFrame, LuaThread, LuaValue } from '../../engine/engine.ts';
import type { HostStop } from '../agent-breakpoints/host-stop.ts';
import type { ErrorStop } from '../breakpoints/exception-filters.ts';
import { notSettable } from '../errors.ts';
import { innermostLuaFrame } from '../threads/lua-frame.ts';
import type { Container } from './containers.ts';

export interface StopPlace {
  readonly thread: LuaThread;
  readonly host?: HostStop;
  readonly error?: ErrorStop;
}

type Scope = { readonly name: ScopeInfo['name']; readonly container: Container };

/** An error is known in all frames of its thread. */
export function namesAt(stop: StopPlace | undefined, frame: LuaFrame | undefined): ReadonlyMap<string, LuaValue> | undefined {
  if (stop?.host !== undefined) return stop.host.namesIn(frame);
  if (stop?.error === undefined || frame?.thread.id !== stop.thread.id) return undefined;
  return new Map([['err', stop.error.value]]);
}

/** Of the innermost frame, and of the function of the script that raised the error or called the host function that did. */
export function scopesAt(engine: Engine, stop: StopPlace | undefined, frame: LuaFrame): readonly Scope[] {
  if (stop?.host !== undefined) return stop.host.scopes(frame);
  if (stop?.error === undefined || frame.thread.id !== stop.thread.id) return [];
  if (frame.level !== 0 && frame.activation !== innermostLuaFrame(engine, stop.thread)?.activation) return [];
  return [{ name: 'Error', container: errorContainer(stop.error.value, frame) }];
}

/** Runs what may set such names. Throws DebugError for those that cannot be set. */
export function settingAt<T>(stop: StopPlace | undefined, run: (assigned: (name: string, value: LuaValue) => void) => T): T {
  const host = stop?.host;
  if (host !== undefined) return host.guarded(() => run((name, value) => host.assigned(name, value)));
  return run((name) => {
    if (name === 'err') throw errorNotSettable();
  });
}

const errorNotSettable = (): Error => notSettable('err', 'it is the error that was raised; the fields of a table can be set');

function errorContainer(value: LuaValue, frame: LuaFrame): Container {
  return {
    frame,
    indexed: 0,
    named: 1,
    children: (kind, start, count) => (kind === 'indexed' || start > 0 || count === 0 ? [] : [{ name: 'err', value, evaluateName: 'err', role: 'host field' }]),
    set() {
      throw errorNotSettable();
    },
  };
}
