/**
 * Which programs a script may start. A command is read by us, not by a shell (command-line.ts), and starts the one program that is on the list. A
 * shell runs it only where the list has the shell itself, `sh` (or `*`): whoever may start a shell may start anything.
 */
import type { Config } from '../../base/config/index.ts';
import type { ExecutionContext } from '../../common/execution.ts';
import { readCommand, type Route } from './command-line.ts';
import { executableKey, findExecutable, isNoProgram, isPath } from './executables.ts';
import { ANY, listedCommands } from './listed-programs.ts';
import { refusal, type Rule } from './refusal.ts';

export interface Launch {
  /** Absolute; undefined: there is no such program, and the number says how a shell would end then. */
  readonly file: string | undefined;
  readonly missing: { readonly code: 126 | 127; readonly message: string } | undefined;
  readonly args: readonly string[];
  readonly out: Route;
  readonly err: Route;
  /** For messages. */
  readonly shown: string;
  /** Arguments go to a Windows program as they are. */
  readonly verbatim?: boolean;
}

export type Judged = { readonly launch: Launch } | { readonly refusal: string };

export interface ProcessPolicy {
  /** Whether any program may be started. */
  readonly isOpen: boolean;
  /** A line, as `os.execute` and `io.popen` take it. */
  judgeCommand(text: string): Judged;
  /** A program with its arguments, which mean nothing but themselves. */
  judgeProgram(program: string, args: readonly string[]): Judged;
  /** When it has run too long. */
  overtime(shown: string): string;
  /** 0 = no limit. */
  readonly timeoutSeconds: number;
  readonly maxOutputBytes: number;
}

const SECTION = 'tools.system';
const MAX_SHOWN = 100;

/** On one line, and not endless. */
const shownOf = (text: string): string => {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const plain = text.replace(/[\0-\x1f\x7f]/g, (letter) => (letter === '\n' ? '\\n' : `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`));
  return plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)}…` : plain;
};

export function processPolicy(config: Config, context: ExecutionContext, platform: NodeJS.Platform = process.platform): ProcessPolicy {
  const rules = config.tools.system;
  const refused = (what: string, why: string, rule: Omit<Rule, 'section'>): Judged => ({ refusal: refusal(config, what, why, { section: SECTION, ...rule }) });
  const find = (name: string): string | undefined => findExecutable(name, context);
  const shell = platform === 'win32' ? 'cmd' : 'sh';

  const entries = listedCommands(config, platform);
  const isListed = (program: string, args: readonly string[]): boolean => {
    const file = find(program);
    return entries.some(([name = '', ...first]) => {
      if (name === ANY) return true;
      if (first.some((word, i) => word !== args[i])) return false;
      if (name === program && !isPath(name)) return true;
      const listed = find(name);
      return file !== undefined && listed !== undefined && executableKey(file) === executableKey(listed);
    });
  };
  /** Where the list has the program with certain first words, it is their like that would be added, not all that the program can do. */
  const missingEntry = (program: string, args: readonly string[]): string => {
    const words = entries.filter(([name]) => name === program).map((entry) => entry.length - 1);
    return [program, ...args.slice(0, words.length === 0 ? 0 : Math.min(...words))].join(' ');
  };
  const judge = (program: string, args: readonly string[], shown: string, out: Route, err: Route): Judged => {
    if (!rules.allowProcessExecution) return refused(shown, 'programs may not be started', { change: 'set', key: 'allow_process_execution', value: 'true' });
    if (program.includes('\0') || args.some((arg) => arg.includes('\0'))) return { refusal: `${shown}: a zero byte cannot be part of a command` };
    if (!isListed(program, args)) {
      const entry = shownOf(missingEntry(program, args));
      return refused(shown, `"${entry}" is not among the allowed commands`, { change: `add "${entry}" to`, key: 'allowed_commands' });
    }
    const file = find(program);
    const missing = file !== undefined ? undefined : isNoProgram(program, context) ? ({ code: 126, message: `${program}: Permission denied` } as const) : ({ code: 127, message: `${program}: not found` } as const);
    return { launch: { file, missing, args, out, err, shown } };
  };

  return {
    isOpen: rules.allowProcessExecution,
    judgeCommand(text) {
      const shown = shownOf(text);
      if (!rules.allowProcessExecution) return judge(text, [], shown, 'out', 'err');
      if (!text.includes('\0') && isListed(shell, [])) {
        const [program, args, verbatim] = platform === 'win32' ? (['cmd.exe', ['/d', '/s', '/c', `"${text}"`], true] as const) : (['/bin/sh', ['-c', text], false] as const);
        return { launch: { file: find(program) ?? program, missing: undefined, args, out: 'out', err: 'err', shown, verbatim } };
      }
      const reading = readCommand(text, platform);
      if ('problem' in reading) return refused(shown, `${reading.problem}: that takes a shell, and none is used`, { change: `add "${shell}", and with it every command, to`, key: 'allowed_commands' });
      const [program = '', ...args] = reading.command.words;
      return judge(program, args, shown, reading.command.out, reading.command.err);
    },
    judgeProgram: (program, args) => judge(program, args, shownOf([program, ...args].join(' ')), 'out', 'err'),
    overtime: (shown) => refusal(config, shown, `ran longer than ${rules.commandTimeoutSeconds} s and was ended`, { section: SECTION, change: 'raise', key: 'command_timeout_seconds' }),
    timeoutSeconds: rules.commandTimeoutSeconds,
    maxOutputBytes: rules.maxOutputBytes,
  };
}
