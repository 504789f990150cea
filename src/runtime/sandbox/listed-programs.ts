/**
 * The programs on the list `allowed_commands`, as commands are judged by it and as files are: a script that could write a program which it may
 * start, or put another one before it along `PATH`, could start anything.
 */
import { basename, dirname, join } from 'node:path';
import type { Config } from '../../base/config/index.ts';
import { absolute, isInside, realPath } from '../../base/paths.ts';
import { readCommand } from './command-line.ts';
import { isPath, searchPath, type SearchPlace } from './executables.ts';

/** Any program. */
export const ANY = '*';

/** The words each entry begins with; `*` is every program. */
export function listedCommands(config: Config, platform: NodeJS.Platform = process.platform): readonly (readonly string[])[] {
  return config.tools.system.allowedCommands.map((entry) => {
    const reading = entry.trim() === ANY ? undefined : readCommand(entry, platform);
    return reading === undefined ? [ANY] : 'command' in reading ? reading.command.words : [entry];
  });
}

/** Whether a command of the list would start what lies at a real path, or would, if it lay there; `orBelow`: or at something in that folder. */
export function listedPrograms(config: Config, place: SearchPlace): (real: string, orBelow: boolean) => boolean {
  if (!config.tools.system.allowProcessExecution) return () => false;
  const names = listedCommands(config).flatMap(([name]) => (name === undefined || name === ANY ? [] : [name]));
  const paths = names.flatMap((name) => (isPath(name) ? [absolute(name, place.cwd)] : searchPath(place.env).map((folder) => join(folder, name))));
  // What a link leads to is started as well as the link.
  const programs = new Set(paths.flatMap((path) => [join(realPath(dirname(path)), basename(path)), realPath(path)]));
  return (real, orBelow) => programs.has(real) || (orBelow && [...programs].some((program) => isInside(program, real)));
}
