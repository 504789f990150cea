/** `llmspell exec CODE`: runs a piece of Lua and prints its result. */
import { Command, Option } from 'commander';
import { CliError } from '../errors.ts';
import type { CommandTools } from '../program.ts';

export const execCommand = (tools: CommandTools): Command =>
  new Command('exec')
    .description('run Lua code and print its result')
    .argument('<code>', 'an expression or statements')
    .argument('[args...]', 'arguments of the code')
    .addOption(new Option('--connect <address>', 'run it in a kernel that is up').hideHelp())
    .addHelpText('after', "\nExample:\n  llmspell exec '6 * 7'")
    .action(
      tools.handle<{ readonly connect?: string }>(async (context, [code, ...args], options) => {
        if (options.connect !== undefined) throw new CliError('--connect is not in this version: leave it out to run the code here');
        const { runProgram } = await import('../run-program.ts');
        return runProgram(context, { program: { kind: 'code', code: code!, chunkName: '=exec' }, args, origin: 'exec', printResult: true });
      }),
    );
