/** Commands whose parts come with a later version: they are known, so that nobody looks for a typing error, and say so. */
import { Command } from 'commander';
import { CliError } from '../errors.ts';
import type { CommandTools } from '../program.ts';

const ABSENT = ['repl', 'debug', 'check', 'events', 'tool', 'model', 'template', 'task', 'memory', 'context', 'app', 'storage', 'web'];

export function addAbsentCommands(program: Command, tools: CommandTools): void {
  for (const name of ABSENT) program.addCommand(absentCommand(name, tools), { hidden: true });
}

const absent = new WeakSet<Command>();
export const isAbsent = (command: Command): boolean => absent.has(command);

/** Accepts any operands and options, so that the answer is always the same. */
export function absentCommand(name: string, tools: CommandTools): Command {
  const command = new Command(name);
  absent.add(command);
  return command
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(
      tools.handle(async () => {
        throw new CliError(`"${name}" is not in this version of llmspell. \`llmspell --help\` lists what is.`);
      }),
    );
}
