/** One debug session in a tester's words: start, stops, frames, values, steps, end. Steps go through VS Code's own commands. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inWorkspace } from './places.ts';
import { CannotGoOn } from '../../harness/in-editor/cannot-go-on.ts';
import { allSessionsAreOver, describeSessions, nextRecording, type ProtocolMessage, type Recording } from './recorder.ts';
import { eventually } from './eventually.ts';

export interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source?: { readonly path?: string; readonly name?: string };
}
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  readonly variablesReference: number;
}
export interface Stop {
  readonly reason: string;
  readonly threadId: number;
  readonly text: string | undefined;
  readonly frames: readonly Frame[];
}

const COMMANDS = {
  continue: 'workbench.action.debug.continue',
  over: 'workbench.action.debug.stepOver',
  into: 'workbench.action.debug.stepInto',
  out: 'workbench.action.debug.stepOut',
  pause: 'workbench.action.debug.pause',
  restart: 'workbench.action.debug.restart',
  stop: 'workbench.action.debug.stop',
  disconnect: 'workbench.action.debug.disconnect',
} as const;

export class DebugRun {
  private constructor(readonly recording: Recording) {}

  get session(): vscode.DebugSession {
    return this.recording.session;
  }

  /** Starts a file as F5 does without a launch.json: shown in the editor, with an empty configuration. */
  static async f5(file: string, options: vscode.DebugSessionOptions = {}): Promise<DebugRun> {
    const document = await vscode.workspace.openTextDocument(inWorkspace(file));
    await vscode.window.showTextDocument(document);
    return DebugRun.start({ type: 'llmspell', request: 'launch', name: file, program: '${file}' }, options);
  }

  static async launch(file: string, more: Record<string, unknown> = {}, options: vscode.DebugSessionOptions = {}): Promise<DebugRun> {
    return DebugRun.start({ type: 'llmspell', request: 'launch', name: file, program: inWorkspace(file), ...more }, options);
  }

  static async start(configuration: vscode.DebugConfiguration, options: vscode.DebugSessionOptions = {}): Promise<DebugRun> {
    const recording = nextRecording();
    assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration, options), 'startDebugging answered false');
    return new DebugRun(await recording);
  }

  /** Whether a session starts at all. */
  static async attempt(configuration: vscode.DebugConfiguration): Promise<boolean> {
    return vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration);
  }

  /** The session that something else starts. */
  static async nextSession(): Promise<DebugRun> {
    return new DebugRun(await nextRecording());
  }

  /** The next stop, once VS Code shows it too. */
  async stopped(): Promise<Stop> {
    const { body } = await this.recording.nextEvent('stopped');
    const threadId = Number(body?.['threadId']);
    await eventually('the focus of the stop', () => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame).catch((error: Error) => {
      throw new Error(`${error.message}\n${describeSessions()}`);
    });
    return { reason: String(body?.['reason']), text: body?.['text'] as string | undefined, threadId, frames: await this.frames(threadId) };
  }

  async do(command: keyof typeof COMMANDS): Promise<void> {
    await vscode.commands.executeCommand(COMMANDS[command]);
  }

  /** Resolves with the exit code once the session has ended. */
  async ended(): Promise<number | undefined> {
    await this.recording.nextEvent('terminated');
    await eventually('the end of the session', () => this.recording.hasEnded);
    return this.recording.events('exited').at(-1)?.body?.['exitCode'] as number | undefined;
  }

  /** Leaves a program that was attached to, which then goes on; its end is `do('stop')`. */
  async disconnected(): Promise<void> {
    await this.do('disconnect');
    await eventually('the end of the session', () => this.recording.hasEnded);
  }

  async frames(threadId: number): Promise<Frame[]> {
    return ((await this.session.customRequest('stackTrace', { threadId })) as { stackFrames: Frame[] }).stackFrames;
  }

  async threads(): Promise<{ id: number; name: string }[]> {
    return ((await this.session.customRequest('threads')) as { threads: { id: number; name: string }[] }).threads;
  }

  /** Scope name to its variables. */
  async scopes(frame: Frame): Promise<Map<string, Variable[]>> {
    const { scopes } = (await this.session.customRequest('scopes', { frameId: frame.id })) as { scopes: { name: string; variablesReference: number }[] };
    const filled = await Promise.all(scopes.map(async ({ name, variablesReference }) => [name, await this.variables(variablesReference)] as const));
    return new Map(filled);
  }

  async variables(variablesReference: number): Promise<Variable[]> {
    return ((await this.session.customRequest('variables', { variablesReference })) as { variables: Variable[] }).variables;
  }

  async evaluate(expression: string, frame: Frame, context = 'repl'): Promise<string> {
    return ((await this.session.customRequest('evaluate', { expression, frameId: frame.id, context })) as { result: string }).result;
  }

  output(category = 'stdout'): string {
    return this.recording.output(category);
  }

  next(what: string, holds: (message: ProtocolMessage) => boolean): Promise<ProtocolMessage> {
    return this.recording.next(what, holds);
  }
}

/** After each test: no session, no breakpoint, no editor left for the next one. */
export async function endAllSessions(): Promise<void> {
  // An adapter that does not answer keeps VS Code waiting for ever.
  let stopped = false;
  const stopping = Promise.resolve(vscode.debug.stopDebugging()).finally(() => (stopped = true));
  stopping.catch(() => undefined);
  await eventually('the end of every debug session', () => stopped && allSessionsAreOver()).catch((error: Error) => {
    throw new CannotGoOn(`${error.message}\n${describeSessions()}`);
  });
  await stopping;
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** In the browser VS Code gives paths of the extension host's machine as `vscode-remote:` URIs. */
export const pathOf = (frame: Frame): string | undefined => frame.source?.path?.replace(/^vscode-remote:\/\/[^/]*/, '');

export const variable = (variables: readonly Variable[] | undefined, name: string): string | undefined => variables?.find((entry) => entry.name === name)?.value;
