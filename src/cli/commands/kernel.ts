/** `llmspell kernel …`: the grammar of the kernel commands. */
import { Command, InvalidArgumentError } from 'commander';
import type { CommandTools } from '../program.ts';
import { absentCommand } from './absent.ts';
import { versionCommand } from './version.ts';

const ABSENT = ['info', 'connect', 'install-service', 'install-jupyter', 'diagnose', 'export-state'];

/** The ports after it are used too, up to the eighth. */
const MAX_BASE_PORT = 65535 - 8;

const portNumber = (value: string): number => {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > MAX_BASE_PORT) throw new InvalidArgumentError(`Use a number from 0 to ${MAX_BASE_PORT}; 0 takes any free ports.`);
  return port;
};
const secondsNumber = (value: string): number => {
  const seconds = Number(value);
  if (!Number.isFinite(seconds) || seconds < 0) throw new InvalidArgumentError('Use a number of seconds.');
  return seconds;
};

export interface StartOptions {
  readonly port?: number;
  readonly id?: string;
  readonly connectionFile?: string;
}
export interface StopOptions {
  readonly id?: string;
  readonly all?: boolean;
  readonly timeout: number;
}

export function kernelCommand(tools: CommandTools): Command {
  const kernel = new Command('kernel').description('start, stop and list kernels').enablePositionalOptions();
  kernel.addCommand(
    new Command('start')
      .description('start a kernel in the foreground, for debuggers that attach over TCP')
      .option('-p, --port <port>', 'base port; the debugger is on the next one, events on the seventh after it (default 9555; 0: any free ports)', portNumber)
      .option('-f, --connection-file <file>', 'where to write the connection file (default: ~/.llmspell/kernels/kernel-<id>.json)')
      .option('-i, --id <id>', 'name of the kernel')
      .addHelpText('after', '\nExample:\n  llmspell kernel start --port 9555')
      .action(
        tools.handle<StartOptions>(async (context, _operands, options) => {
          const { kernelStart } = await import('../kernel-start.ts');
          return kernelStart(context, options);
        }),
      ),
  );
  kernel.addCommand(
    new Command('stop')
      .description('end kernels')
      .option('-i, --id <id>', 'the kernel to end; not needed when only one is running')
      .option('--all', 'end all kernels')
      .option('--timeout <seconds>', 'how long to wait for its end', secondsNumber, 30)
      .addHelpText('after', '\nExample:\n  llmspell kernel stop --all')
      .action(
        tools.handle<StopOptions>(async (context, _operands, options) => {
          const { kernelStop } = await import('../kernel-control.ts');
          return kernelStop(context, options);
        }),
      ),
  );
  kernel.addCommand(
    new Command('list')
      .description('list the kernels that are running')
      .addHelpText('after', '\nExample:\n  llmspell kernel list --output json')
      .action(
        tools.handle(async (context) => {
          const { kernelList } = await import('../kernel-control.ts');
          return kernelList(context);
        }),
      ),
  );
  kernel.addCommand(
    new Command('status')
      .description('show the kernels that are running, or one of them')
      .option('-i, --id <id>', 'only this one; exit code 1 when it is not running')
      .addHelpText('after', '\nExample:\n  llmspell kernel status --id main')
      .action(
        tools.handle<{ readonly id?: string }>(async (context, _operands, options) => {
          const { kernelStatus } = await import('../kernel-control.ts');
          return kernelStatus(context, options.id);
        }),
      ),
  );
  kernel.addCommand(versionCommand(tools));
  for (const name of ABSENT) kernel.addCommand(absentCommand(name, tools), { hidden: true });
  return kernel;
}
