/** Programs with data breakpoints: stopped where something can be watched, and run from stop to stop. */
import { adapter } from './adapter.ts';
import type { StdioAdapter } from './client.ts';
import { script, type Script } from './script.ts';

type Watch = string | { readonly name: string; readonly condition?: string; readonly hitCondition?: string };

/** Runs to `--@watch` in a program. */
export async function stoppedToWatch(text: string): Promise<{ dap: StdioAdapter; program: Script; frame: number; thread: number }> {
  const program = script(text);
  const dap = adapter();
  await dap.launch(program.path, {}, () => dap.breakpoints(program.path, [program.at('watch')]));
  const { threadId } = await dap.stopped('breakpoint');
  return { dap, program, frame: (await dap.stack(threadId))[0]!.id, thread: threadId };
}

export const info = (dap: StdioAdapter, args: object) => dap.request('dataBreakpointInfo', args);

/** Sets data breakpoints by expressions of the frame; answers what the adapter said of each. */
export async function watch(dap: StdioAdapter, frameId: number, ...watches: readonly Watch[]) {
  const breakpoints: object[] = [];
  for (const each of watches) {
    const { name, ...rules } = typeof each === 'string' ? { name: each } : each;
    const { dataId, description } = await info(dap, { name, frameId });
    if (dataId === null) throw new Error(description);
    breakpoints.push({ dataId, accessType: 'write', ...rules });
  }
  return (await dap.request('setDataBreakpoints', { breakpoints })).breakpoints;
}

/** Goes on from stop to stop: `text @line`. */
export async function stops(dap: StdioAdapter, threadId = 1): Promise<string[]> {
  const seen: string[] = [];
  await dap.request('continue', { threadId });
  for (;;) {
    const next = await dap.stoppedOrEnded();
    if (next === undefined) return seen;
    const top = (await dap.stack(next.threadId)).find((frame) => frame.source !== undefined)!;
    seen.push(`${next.reason === 'data breakpoint' ? next.text : next.reason} @${top.line}`);
    await dap.request('continue', { threadId: next.threadId });
  }
}
