/** For tests about what can be seen and changed at one place: a program that has stopped there. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import { script, type Script } from './script.ts';

export interface Stopped {
  readonly dap: StdioAdapter;
  readonly program: Script;
  readonly threadId: number;
  /** The innermost frame. */
  readonly frame: DebugProtocol.StackFrame;
  readonly frames: readonly DebugProtocol.StackFrame[];
}

/** Stops at the mark `here`. `initialize` is what the client says about itself. */
export async function stopAt(text: string, initialize: object = {}): Promise<Stopped> {
  const program = script(text);
  const dap = adapter();
  await dap.initialize(initialize);
  await dap.request('launch', { program: program.path });
  await dap.event('initialized');
  await dap.breakpoints(program.path, [program.at('here')]);
  await dap.request('configurationDone');
  const { threadId } = await dap.stopped('breakpoint');
  const frames = await dap.stack(threadId);
  return { dap, program, threadId, frame: frames[0]!, frames };
}

/** The reference of a scope of a frame. */
export async function scopeOf(dap: StdioAdapter, frame: DebugProtocol.StackFrame, name: string): Promise<number> {
  const { scopes } = await dap.request('scopes', { frameId: frame.id });
  const found = scopes.find((scope) => scope.name === name);
  if (found === undefined) throw new Error(`the frame has no scope ${name}, but ${scopes.map((scope) => scope.name).join(', ')}`);
  return found.variablesReference;
}

/** The children of what an expression gives. */
export async function childrenOf(dap: StdioAdapter, frame: DebugProtocol.StackFrame, expression: string, args: object = {}): Promise<DebugProtocol.Variable[]> {
  const { variablesReference } = await dap.request('evaluate', { expression, frameId: frame.id, context: 'watch' });
  return dap.variables(variablesReference, args);
}

export const pairs = (variables: readonly DebugProtocol.Variable[]): string[] => variables.map(({ name, value }) => `${name} = ${value}`);
