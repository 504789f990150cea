/** Runs a program to its end and keeps what it writes, as much of it as the configuration allows. */
import type { ProcessEvent } from '../../../common/system-calls.ts';
import { RuntimeError } from '../../errors.ts';
import type { Policy } from '../../sandbox/policy.ts';
import type { Launch } from '../../sandbox/processes.ts';
import type { ToolRun } from '../tool.ts';

export interface Wanted {
  readonly launch: Launch;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly input: string | undefined;
}

export interface Collected {
  readonly end: Extract<ProcessEvent, { kind: 'end' }> | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it wrote more than is kept. */
  readonly truncated: boolean;
  /** Milliseconds. */
  readonly elapsed: number;
  /** Why it was ended by us. */
  readonly failure: string | undefined;
}

export async function collect({ launch, env, cwd, input }: Wanted, { call, runtime }: ToolRun, policy: Policy): Promise<Collected> {
  const started = performance.now();
  const id = await runtime.programs.start({ launch, takesInput: input !== undefined, env, ...(cwd !== undefined && { cwd }) }, call, policy);
  const kept = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  let room = policy.processes.maxOutputBytes;
  let truncated = false;
  try {
    const program = runtime.programs.get(call.context.sessionId, id);
    if (input !== undefined) {
      program.write(new TextEncoder().encode(input));
      await program.closeEnds();
    }
    for (;;) {
      const event = await program.next('end', call.signal);
      if (event.kind === 'output') {
        truncated ||= event.bytes.length > room;
        kept[event.stream].push(event.bytes.subarray(0, room));
        room -= Math.min(room, event.bytes.length);
        continue;
      }
      const text = (stream: 'stdout' | 'stderr'): string => Buffer.concat(kept[stream]).toString('utf8');
      return {
        end: event.kind === 'end' ? event : undefined,
        stdout: text('stdout'),
        stderr: text('stderr'),
        truncated,
        elapsed: Math.round(performance.now() - started),
        failure: event.kind === 'failed' ? event.message : undefined,
      };
    }
  } catch (error) {
    throw call.signal.aborted ? new RuntimeError('cancelled', 'the call was cancelled: its script has ended or was interrupted', { cause: error }) : error;
  } finally {
    await runtime.programs.end(id);
  }
}
