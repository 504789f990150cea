/**
 * Places that a folder in `allowed_paths` does not open along with everything else below it: the system's own trees, which are no files on a
 * disk; our places, which hold keys, tokens, sockets and what scripts keep; and the configuration, which holds these very rules. The first two are
 * open to who names a folder inside of them; configuration, and this process in `/proc`, are open to no script.
 */
import { existsSync } from 'node:fs';
import { basename, sep } from 'node:path';
import type { Config } from '../../base/config/index.ts';
import { isInside } from '../../base/paths.ts';
import type { FileUse } from './files.ts';
import { realRoot } from './roots.ts';

export interface Area {
  readonly why: string;
  /** No key opens it. */
  readonly never: boolean;
}

export interface Reserved {
  /** `roots`: the allowed folders that the path lies in. */
  areaOf(real: string, use: FileUse, roots: readonly string[]): Area | undefined;
}

const SYSTEM = ['/proc', '/sys', '/dev'];
/** What the command line reads in a folder without being told to. */
const CONFIG_NAMES = ['llmspell.toml', '.llmspell.toml'];
/** In a project: profiles. */
const CONFIG_FOLDER = '.llmspell';

/** `places`: folders and files in which we keep what is ours; absolute. */
export function reservedFor(config: Config, places: readonly string[]): Reserved {
  const ours = places.map((place) => realRoot(config, place));
  const files = [...new Set([config.file, ...config.files])].filter((file) => file !== undefined).map((file) => realRoot(config, file));
  const closed = (why: string): Area => ({ why, never: true });
  const open = (why: string): Area => ({ why, never: false });
  /** Inside of the area, by a root that is not; or around it, where a name goes. */
  const touches = (area: string, real: string, use: FileUse, roots: readonly string[]): boolean =>
    (isInside(real, area) && !roots.some((root) => isInside(root, area))) || (use === 'remove' && isInside(area, real));

  return {
    areaOf(real, use, roots) {
      if (showsThisProcess(real)) return closed('it shows the inside of llmspell itself');
      if (files.some((file) => isInside(real, file) || (use === 'remove' && isInside(file, real)))) return closed("it is the configuration, which holds this sandbox's rules: read it with Config.get()");
      if (ours.some((area) => touches(area, real, use, roots))) return open('llmspell keeps its keys, tokens and sockets there, and what scripts store');
      if ((use === 'write' || use === 'remove') && isConfigName(real)) return closed("a file of this name, or in a folder of this name, is a configuration, which holds a sandbox's rules: choose another name");
      if (SYSTEM.some((area) => touches(area, real, use, roots))) return open('it is a part of the system, no file on a disk');
      return undefined;
    },
  };
}

/** Below any root: `~/.llmspell` is ours already, unless a root opens a folder in it. */
const isConfigName = (real: string): boolean => CONFIG_NAMES.includes(basename(real).toLowerCase()) || real.toLowerCase().split(sep).includes(CONFIG_FOLDER);

/** By its own number, or by that of one of its threads, which `/proc` shows as well though it does not list them. */
function showsThisProcess(real: string): boolean {
  const [, number] = /^\/proc\/(\d+)(?:\/|$)/.exec(real) ?? [];
  return number !== undefined && (Number(number) === process.pid || existsSync(`/proc/self/task/${number}`));
}
