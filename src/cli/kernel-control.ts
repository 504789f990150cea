/** Lists kernels and ends them, by their connection files. Only a process that wrote such a file is ever signalled. */
import { findKernels, type FoundKernel } from '../kernel/discovery/kernels.ts';
import { isSameProcess } from '../kernel/discovery/process-identity.ts';
import type { StopOptions } from './commands/kernel.ts';
import { write, writeJson, type CliContext } from './context.ts';
import { CliError, ExitCodes } from './errors.ts';

const POLL_MS = 50;

/** A bare array with `--output json`, as its readers expect it. */
export async function kernelList(context: CliContext): Promise<number> {
  const kernels = findKernels(context.environment).map(summary);
  if (context.options.output === 'json') await writeJson(context, kernels);
  else await write(context.stdout, describe(kernels));
  return ExitCodes.Ok;
}

export async function kernelStatus(context: CliContext, id: string | undefined): Promise<number> {
  const running = findKernels(context.environment);
  const kernels = running.filter(({ info }) => id === undefined || info.kernel_id === id).map(summary);
  if (id !== undefined && kernels.length === 0) throw notRunning(id, running);
  if (context.options.output === 'json') await writeJson(context, { status: 'success', kernels });
  else await write(context.stdout, describe(kernels));
  return ExitCodes.Ok;
}

const summary = ({ file, info }: FoundKernel) => ({
  id: info.kernel_id,
  pid: info.pid,
  status: 'running',
  transport: info.transport,
  dap_port: info.dap_port ?? null,
  events_port: info.transport === 'tcp' ? (info.events_port ?? null) : null,
  connection_file: file,
});

function describe(kernels: readonly ReturnType<typeof summary>[]): string {
  if (kernels.length === 0) return 'no kernel is running\n';
  return kernels.map(({ id, pid, dap_port: port, connection_file: file }) => `${id}  pid ${pid}  ${port === null ? 'editor' : `debugger on port ${port}`}  ${file}\n`).join('');
}

const notRunning = (id: string, running: readonly FoundKernel[]): CliError =>
  new CliError(`no kernel "${id}" is running${running.length > 0 ? `: these are: ${idsOf(running)}` : '; `llmspell kernel start --id ID` starts one'}`);

export async function kernelStop(context: CliContext, options: StopOptions): Promise<number> {
  const chosen = chooseKernels(findKernels(context.environment), options);
  for (const { info } of chosen) {
    if (isSameProcess(info.pid, info.pid_started)) process.kill(info.pid, 'SIGTERM');
  }
  const deadline = performance.now() + options.timeout * 1000;
  for (const { info } of chosen) {
    while (isSameProcess(info.pid, info.pid_started)) {
      if (performance.now() > deadline) throw new CliError(`kernel ${info.kernel_id} (pid ${info.pid}) has not ended within ${options.timeout} s: give it longer with --timeout, or kill the process`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  const ids = chosen.map(({ info }) => info.kernel_id);
  if (context.options.output === 'json') await writeJson(context, { status: 'success', stopped: ids });
  else await write(context.stdout, ids.length === 0 ? 'no kernel is running\n' : `stopped ${ids.join(', ')}\n`);
  return ExitCodes.Ok;
}

function chooseKernels(running: readonly FoundKernel[], options: StopOptions): readonly FoundKernel[] {
  if (options.all) return running;
  if (options.id !== undefined) {
    const found = running.find(({ info }) => info.kernel_id === options.id);
    if (!found) throw notRunning(options.id, running);
    return [found];
  }
  // An editor's kernel belongs to its window, one with a program to whoever runs that.
  const started = running.filter(({ info }) => info.transport === 'tcp' && info.program === undefined);
  if (started.length > 1) throw new CliError(`several kernels are running (${idsOf(started)}): name one with --id, or use --all`);
  if (started.length === 0 && running.length > 0) throw new CliError(`only kernels of editors and of single scripts are running (${idsOf(running)}): end those where they were started, or name one with --id`);
  return started;
}

const idsOf = (kernels: readonly FoundKernel[]): string => kernels.map(({ info }) => info.kernel_id).join(', ');
