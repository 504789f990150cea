/** What is known of a stop beside its reason, and how a front end is told of it. */
import type { DebugEvent, StopReason } from '../../common/debug.ts';
import type { LuaFrame, LuaThread } from '../engine/engine.ts';
import type { ErrorStop } from './breakpoints/exception-filters.ts';
import type { HostStop } from './agent-breakpoints/host-stop.ts';
import type { Parts } from './parts.ts';
import { innermostLuaFrame } from './threads/lua-frame.ts';

export interface StopDetails {
  readonly text?: string;
  readonly hitBreakpoints?: readonly number[];
  readonly error?: ErrorStop;
  /** The filter that stops at the error. */
  readonly filter?: string;
  readonly host?: HostStop;
  /** Of the host function in which the program has stopped: what lies above it is nobody's. */
  readonly caller?: LuaFrame;
}

export function stoppedEvent(parts: Parts, thread: LuaThread, reason: StopReason, details: StopDetails): DebugEvent {
  const frame = innermostLuaFrame(parts.engine, thread);
  const file = frame?.body && parts.sources.of(frame.body).ref.path;
  const { text, hitBreakpoints } = details;
  return {
    type: 'stopped',
    reason,
    thread: parts.threads.idOf(thread),
    ...(text !== undefined && { text, description: stopTitle(details) }),
    ...(hitBreakpoints?.length && { hitBreakpoints }),
    ...(file !== undefined && { site: { file, line: frame!.line } }),
  };
}

/** What a front end shows beside the thread. */
function stopTitle(details: StopDetails): string {
  const { host, error, text } = details;
  if (host !== undefined) return `Paused: ${host.description}`;
  if (error === undefined) return text ?? '';
  if (details.filter === 'host') return 'Paused: a host call has failed';
  return error.caught ? 'Paused on a caught error' : 'Paused on an error';
}
