/** One script run in every way there is: alone, under the debugger, with breakpoints on all lines, with steps from its first line to its end. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { adapter } from '../adapter.ts';
import type { BreakpointSpec, DebugSetup } from '../../../src/common/debug.ts';
import { request, type AtStop, type ScriptedDebugger } from '../../support/scripted-vm.ts';
import type { StdioAdapter } from '../client.ts';

export interface WhatItDid {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const CLI = process.env['LLMSPELL_TEST_CLI'] ?? join(import.meta.dirname, '../../../dist/cli.mjs');

export function alone(path: string, args: readonly string[] = []): Promise<WhatItDid> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'run', path, ...args], { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: error === null ? 0 : Number(error.code) });
    });
  });
}

/** Over DAP: each stop costs some messages. */
export const slowWays = ['step in', 'looking around'] as const;
type SlowWay = (typeof slowWays)[number];

export async function debugged(path: string, lineCount: number, way: SlowWay): Promise<WhatItDid> {
  const dap = adapter();
  await dap.launch(path, { stopOnEntry: true }, async () => {
    if (way === 'looking around') await dap.breakpoints(path, everyLine(lineCount));
    await dap.request('setExceptionBreakpoints', { filters: way === 'looking around' ? ['uncaught', 'caught', 'host'] : [] });
  });
  for (let stop = await dap.stoppedOrEnded(); stop !== undefined; stop = await dap.stoppedOrEnded()) {
    if (way === 'looking around') await lookAround(dap, stop.threadId);
    await dap.request(way === 'step in' ? 'stepIn' : 'continue', { threadId: stop.threadId });
  }
  const exitCode = dap.events('exited')[0]!.exitCode;
  await dap.quit();
  return { stdout: dap.output('stdout'), stderr: dap.output('stderr'), exitCode };
}

async function lookAround(dap: StdioAdapter, threadId: number): Promise<void> {
  await dap.request('threads');
  const frame = (await dap.stack(threadId)).find(({ source }) => source !== undefined);
  if (frame === undefined) return;
  await dap.scope(frame.id, 'Locals');
  await dap.evaluate('debug.traceback()', frame.id).catch(() => undefined);
  await dap.evaluate('nothing.at.all', frame.id).catch(() => undefined);
}

/** In this very thread: the same VM and debugger without the way to them. */
export const quickWays: Readonly<Record<string, (path: string, lineCount: number) => ScriptedDebugger>> = {
  'false conditions': (path, lineCount) => ({
    setup: at(path, everyLine(lineCount).map((line) => ({ id: line, line, condition: line % 2 === 0 ? 'false' : 'missing and missing.field' }))),
    atStop: resumeBy('over'),
  }),
  'every line': (path, lineCount) => ({ setup: at(path, everyLine(lineCount).map((line) => ({ id: line, line }))), atStop: resumeBy('continue') }),
  'step in': () => ({ setup: { stopOnEntry: true }, atStop: resumeBy('in') }),
  'step over': () => ({ setup: { stopOnEntry: true }, atStop: resumeBy('over') }),
  'step out, with a breakpoint on every third line': (path, lineCount) => ({
    setup: at(path, everyLine(lineCount).filter((line) => line % 3 === 0).map((line) => ({ id: line, line }))),
    atStop: resumeBy('out'),
  }),
  'every error': () => ({ setup: { exceptions: [{ id: 1, filter: 'uncaught' }, { id: 2, filter: 'caught' }, { id: 3, filter: 'host' }] }, atStop: resumeBy('continue') }),
};

const everyLine = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const at = (path: string, breakpoints: readonly BreakpointSpec[]): Partial<DebugSetup> => ({ breakpoints: [{ source: { path, name: 'main.lua' }, breakpoints }] });

const resumeBy = (how: 'continue' | 'over' | 'in' | 'out'): AtStop =>
  function* ({ thread }) {
    yield how === 'continue' ? request('continue', { thread }) : request('step', { thread, kind: how });
  };
