/** `llmspell run FILE [args]`: runs a script in this process's own kernel, which opens no sockets. */
import { Command, Option } from 'commander';
import { absolute } from '../../base/paths.ts';
import { CliError } from '../errors.ts';
import type { CommandTools } from '../program.ts';

interface RunOptions {
  readonly connect?: string;
  readonly debug?: boolean;
}

export const runCommand = (tools: CommandTools): Command =>
  new Command('run')
    .description('run a Lua script')
    .argument('<file>', 'the script')
    .argument('[args...]', 'arguments of the script; after -- also those that look like ours')
    .addOption(new Option('--connect <address>', 'run it in a kernel that is up').hideHelp())
    .addOption(new Option('--debug', 'wait for an editor and debug').hideHelp())
    .addHelpText('after', '\nExample:\n  llmspell run examples/agents.lua --topic lua')
    .action(
      tools.handle<RunOptions>(async (context, [file, ...args], options) => {
        if (options.connect !== undefined) throw new CliError('--connect is not in this version: leave it out to run the script here');
        if (options.debug) throw new CliError('--debug is not in this version: press F5 in the editor, or use `llmspell dap`');
        const { runProgram } = await import('../run-program.ts');
        const path = absolute(file!, context.environment.cwd);
        return runProgram(context, { program: { kind: 'file', path }, args, origin: 'run', printResult: false });
      }),
    );
