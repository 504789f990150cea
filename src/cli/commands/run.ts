/** `llmspell run FILE [args]`: runs a script in this process's own kernel, which opens no sockets unless it shall be debugged. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { absolute } from '../../base/paths.ts';
import { CliError } from '../errors.ts';
import type { CommandTools } from '../program.ts';

interface RunOptions {
  readonly connect?: string;
  readonly debug?: boolean;
  readonly debugPort?: number;
  readonly debugSocket?: string;
}

const MAX_PORT = 65535;

const portNumber = (value: string): number => {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > MAX_PORT) throw new InvalidArgumentError(`Use a number from 0 to ${MAX_PORT}; 0 takes any free port.`);
  return port;
};

export const runCommand = (tools: CommandTools): Command =>
  new Command('run')
    .description('run a Lua script')
    .argument('<file>', 'the script')
    .argument('[args...]', 'arguments of the script; after -- also those that look like ours')
    .addOption(new Option('--connect <address>', 'run it in a kernel that is up').hideHelp())
    .option('--debug', "wait for a debugger, then run; in VS Code's terminal its window attaches")
    .addOption(new Option('--debug-port <port>', 'where --debug listens (default: 9556, or any free port where that is taken; 0: any free port)').argParser(portNumber))
    .addOption(new Option('--debug-socket <path>', 'be debugged by the adapter that listens there').hideHelp())
    .addHelpText('after', '\nExample:\n  llmspell run examples/agents.lua --topic lua')
    .action(
      tools.handle<RunOptions>(async (context, [file, ...args], options) => {
        if (options.connect !== undefined) throw new CliError('--connect is not in this version: leave it out to run the script here');
        const { runProgram } = await import('../run-program.ts');
        const path = absolute(file!, context.environment.cwd);
        const debug = options.debug || options.debugPort !== undefined ? { port: options.debugPort } : undefined;
        const { debugSocket } = options;
        return runProgram(context, { program: { kind: 'file', path }, args, origin: 'run', printResult: false, ...(debug && { debug }), ...(debugSocket !== undefined && { debugSocket }) });
      }),
    );
