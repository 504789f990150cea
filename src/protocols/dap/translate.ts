/** Answers of the ExecutionManager in DAP's words. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BreakpointStatus, FrameInfo, VariableInfo } from '../../common/debug.ts';
import { sourceTo, type Client } from './client.ts';

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

export function frameTo(client: Client, frame: FrameInfo): DebugProtocol.StackFrame {
  const { ref, name, source, line, column, hint } = frame;
  const isSubtle = hint === 'subtle';
  return {
    id: ref,
    name,
    line: source === undefined ? 0 : client.lineTo(line),
    column: source === undefined ? 0 : client.columnTo(column),
    ...(source !== undefined && { source: { ...sourceTo(source), ...(isSubtle && { presentationHint: 'deemphasize' as const }) } }),
    ...(hint !== 'normal' && { presentationHint: hint }),
  };
}

/** What `variables`, `evaluate`, `setVariable` and `setExpression` say of a value alike. */
export function valueTo(value: VariableInfo): Omit<DebugProtocol.Variable, 'name' | 'value'> {
  const { type, ref, named, indexed, hint } = value;
  return {
    ...(type !== '' && { type }),
    variablesReference: ref,
    ...(ref > 0 && named !== undefined && { namedVariables: named }),
    ...(ref > 0 && indexed !== undefined && { indexedVariables: indexed }),
    ...(hint !== undefined && { presentationHint: hint }),
  };
}
