/**
 * Puts the command line in the order commander wants: global options first, then the command with its own options, then operands. So a global
 * option may stand anywhere, and what belongs to a script stays the script's: after FILE everything unknown, after `--` everything.
 * Which options there are is read from the commands themselves.
 */
import type { Command, Option } from 'commander';
import { didYouMean } from '../base/nearest.ts';
import { CliError, ExitCodes } from './errors.ts';

/**
 * What a command makes of words that are no options of ours: `refuse` them; `afterOperand`: after the first operand they are the script's;
 * `ignore` them.
 */
export type UnknownOptions = (command: Command) => 'refuse' | 'afterOperand' | 'ignore';

interface Found {
  readonly option: Option;
  /** The value is in the same word (`--output=json`, `-cFILE`). */
  readonly attached: boolean;
}

/** Throws CliError for an unknown option or command, with the nearest known one. */
export function orderArguments(program: Command, words: readonly string[], unknownOptions: UnknownOptions): string[] {
  const global: string[] = [];
  const own: string[] = [];
  const operands: string[] = [];
  const path: string[] = [];
  let command = program;

  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') {
      operands.push(...words.slice(i + 1));
      break;
    }
    if (word.startsWith('-') && word !== '-') {
      const mine = command === program ? undefined : findOption(command, word);
      const found = mine ?? findOption(program, word);
      if (found) {
        const target = mine ? own : global;
        target.push(word);
        if (lacksValue(found, words[i + 1])) throw missingValue(found.option, command);
        if (takesNext(found, words[i + 1])) target.push(words[++i]!);
      } else if (HELP.has(word)) {
        own.push(word);
      } else if (unknownOptions(command) === 'afterOperand' && operands.length > 0) {
        operands.push(word);
      } else if (unknownOptions(command) !== 'ignore') {
        throw unknownOption(word, command, program);
      }
      continue;
    }
    const subcommand: Command | undefined = operands.length === 0 ? command.commands.find((each) => each.name() === word || each.aliases().includes(word)) : undefined;
    if (subcommand) {
      command = subcommand;
      path.push(word);
    } else {
      operands.push(word);
    }
  }
  const isGroup = command.commands.length > 0;
  const wantsHelp = own.some((word) => HELP.has(word)) || operands[0] === 'help';
  if (isGroup && operands.length > 0 && !wantsHelp && global.every((word) => !VERSION.has(word))) throw unknownCommand(operands[0]!, command);
  const separator = operands.length > 0 && !isGroup ? ['--'] : [];
  return [...global, ...path, ...own, ...separator, ...operands];
}

const HELP: ReadonlySet<string> = new Set(['-h', '--help']);
const VERSION: ReadonlySet<string> = new Set(['-V', '--version']);

/** Those that are not in this version are no help. */
function unknownCommand(word: string, group: Command): CliError {
  const known = group.createHelp().visibleCommands(group).map((command) => command.name()).filter((name) => name !== 'help');
  const path = pathOf(group);
  return new CliError(`unknown command "${word}"${didYouMean(word, known)}: \`${path}\` has ${known.join(', ')}. \`${path} --help\` tells what they do.`, ExitCodes.Usage);
}

function unknownOption(word: string, command: Command, program: Command): CliError {
  const [name = word] = word.split('=');
  const known = [...command.options, ...program.options].flatMap((option) => (option.long === undefined ? [] : [option.long]));
  const [first, more] = command.registeredArguments.map((argument) => argument.name().toUpperCase());
  const script = more === undefined ? '' : ` What is the script's own stands after ${first}; a ${first} that begins with "-" stands after "--".`;
  return new CliError(`unknown option "${name}"${didYouMean(name, known)}.${script} ${helpHint(command)}`, ExitCodes.Usage);
}

const missingValue = (option: Option, command: Command): CliError => new CliError(`option "${option.flags}" has no value. ${helpHint(command)}`, ExitCodes.Usage);

const helpHint = (command: Command): string => `\`${pathOf(command)} --help\` lists the options.`;

/** `llmspell kernel start`. */
function pathOf(command: Command): string {
  const names: string[] = [];
  for (let each: Command | null = command; each; each = each.parent) names.unshift(each.name());
  return names.join(' ');
}

/** Whether one JSON document is wanted: asked where the command line as a whole could not be understood. */
export function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const ours = end < 0 ? words : words.slice(0, end);
  return ours.some((word, i) => /^--output=(json|pretty)$/.test(word) || (word === '--output' && ['json', 'pretty'].includes(ours[i + 1] ?? '')));
}

function findOption(command: Command, word: string): Found | undefined {
  const equals = word.indexOf('=');
  if (word.startsWith('--')) {
    const name = equals < 0 ? word : word.slice(0, equals);
    const option = command.options.find((each) => each.long === name);
    return option && { option, attached: equals >= 0 };
  }
  const option = command.options.find((each) => each.short === word.slice(0, 2));
  return option && { option, attached: word.length > 2 };
}

const lacksValue = ({ option, attached }: Found, next: string | undefined): boolean => option.required && !attached && next === undefined;

const takesNext = ({ option, attached }: Found, next: string | undefined): boolean =>
  !attached && next !== undefined && (option.required || (option.optional && !next.startsWith('-')));
