/** The running kernels as entries of a list to pick from. Pure. */
import type { DebuggableKernel } from '../../kernel/client/running-kernels.ts';

export interface KernelItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly connectionFile: string;
}

/** This window's own kernel. */
export interface OwnKernel {
  readonly pid: number;
  /** Scripts run in it: one that was left with Disconnect can be debugged again. */
  readonly isBusy: boolean;
}

export const NO_KERNEL =
  'No llmspell kernel is running on this machine. Start one in a terminal with `llmspell kernel start` and run a script in it, or run a script with `llmspell run --debug FILE`.';

/** What can be attached to: every kernel but an idle one of this window. */
export const attachable = (kernels: readonly DebuggableKernel[], own: OwnKernel | undefined): readonly DebuggableKernel[] => kernels.filter(({ pid }) => pid !== own?.pid || own.isBusy);

/** The one that is meant when nothing is said: the only kernel that was started for it, those of windows aside. */
export function onlyKernel(kernels: readonly DebuggableKernel[]): DebuggableKernel | undefined {
  const standing = kernels.filter(({ port }) => port !== undefined);
  return standing.length === 1 ? standing[0] : undefined;
}

export function kernelItem({ id, pid, port, program, connectionFile }: DebuggableKernel, own: OwnKernel | undefined): KernelItem {
  const place = port === undefined ? (pid === own?.pid ? 'the kernel of this window' : 'the kernel of an editor window') : `port ${port}`;
  return {
    label: program === undefined ? `$(server-process) ${id}` : `$(server-process) ${id}: ${baseName(program)}`,
    description: `process ${pid}, ${place}`,
    detail: program === undefined ? connectionFile : `runs ${program}`,
    connectionFile,
  };
}

/** Name of the configuration that attaches to it. */
export const attachName = ({ id, port, pid }: DebuggableKernel): string => `Lua: attach to kernel ${id} (${port === undefined ? `process ${pid}` : `port ${port}`})`;

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
