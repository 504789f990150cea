/** Answers of the ExecutionManager in DAP's words. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BreakpointStatus, CompletionInfo, DebugEvent, FrameInfo, VariableInfo } from '../../common/debug.ts';
import { sourceTo, type Client } from './client.ts';
import type { DapSession } from './session.ts';

export function breakpointTo(client: Client, status: BreakpointStatus): DebugProtocol.Breakpoint {
  const { id, verified, line, message, source, pending } = status;
  return {
    id,
    verified,
    ...(line !== undefined && { line: client.lineTo(line) }),
    ...(source !== undefined && { source: sourceTo(source) }),
    ...(message !== undefined && { message }),
    ...(!verified && { reason: pending ? 'pending' : 'failed' }),
  };
}

export type StoppedBody = DebugProtocol.StoppedEvent['body'];

export function stoppedTo(event: Extract<DebugEvent, { type: 'stopped' }>): StoppedBody {
  const { reason, thread: threadId, description, text, hitBreakpoints: hitBreakpointIds } = event;
  return {
    reason,
    threadId,
    allThreadsStopped: true,
    ...(description !== undefined && { description }),
    ...(text !== undefined && { text }),
    ...(hitBreakpointIds !== undefined && { hitBreakpointIds: [...hitBreakpointIds] }),
  };
}

export function frameTo(client: Client, frame: FrameInfo): DebugProtocol.StackFrame {
  const { ref, name, source, line, column, hint, canRestart } = frame;
  const isSubtle = hint === 'subtle';
  return {
    id: ref,
    name,
    line: source === undefined ? 0 : client.lineTo(line),
    column: source === undefined ? 0 : client.columnTo(column),
    ...(source !== undefined && { source: { ...sourceTo(source), ...(isSubtle && { presentationHint: 'deemphasize' as const }) } }),
    canRestart,
    ...(hint !== 'normal' && { presentationHint: hint }),
  };
}

/** What `variables`, `evaluate`, `setVariable` and `setExpression` say of a value alike. */
export function valueTo(session: DapSession, value: VariableInfo): Omit<DebugProtocol.Variable, 'name' | 'value' | 'presentationHint'> {
  const { type, ref, named, indexed, valueLocation } = value;
  return {
    ...(type !== '' && { type }),
    variablesReference: ref,
    ...(ref > 0 && named !== undefined && { namedVariables: named }),
    ...(ref > 0 && indexed !== undefined && { indexedVariables: indexed }),
    ...(valueLocation && { valueLocationReference: session.locations.add(valueLocation) }),
  };
}

/**
 * DAP counts `start` as the client counts columns. VS Code takes it for an offset and would filter by the wrong text; without it, it replaces
 * the `length` units before the cursor, which is the same place.
 */
export function completionTo(client: Client, found: CompletionInfo): DebugProtocol.CompletionItem {
  const { label, text, type, detail, sortText, start, length } = found;
  return {
    label,
    type,
    ...(text !== undefined && { text }),
    ...(detail !== undefined && { detail }),
    ...(sortText !== undefined && { sortText }),
    ...(!client.isVsCode && { start: client.columnTo(start + 1) }),
    length,
  };
}
