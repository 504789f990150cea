/**
 * Places that a folder in `allowed_paths` does not open along with everything else below it: the system's own trees, which are no files on a
 * disk; our folders, which hold keys, tokens and sockets; and the configuration, which holds these very rules. The first two are open to who
 * names a folder inside of them; configuration, and this process in `/proc`, are open to no script.
 */
import { basename } from 'node:path';
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

/** `folders`: absolute, those in which we keep what is ours. */
export function reservedFor(config: Config, folders: readonly string[]): Reserved {
  const ours = folders.map((folder) => realRoot(config, folder));
  const file = config.file === undefined ? undefined : realRoot(config, config.file);
  const process_ = `/proc/${process.pid}`;
  const closed = (why: string): Area => ({ why, never: true });
  const open = (why: string): Area => ({ why, never: false });
  /** Inside of the area, by a root that is not; or around it, where a name goes. */
  const touches = (area: string, real: string, use: FileUse, roots: readonly string[]): boolean =>
    (isInside(real, area) && !roots.some((root) => isInside(root, area))) || (use === 'remove' && isInside(area, real));

  return {
    areaOf(real, use, roots) {
      if (isInside(real, process_)) return closed('it shows the inside of llmspell itself');
      if (file !== undefined && (isInside(real, file) || (use === 'remove' && isInside(file, real)))) return closed("it is the configuration, which holds this sandbox's rules: read it with Config.get()");
      if ((use === 'write' || use === 'remove') && CONFIG_NAMES.includes(basename(real).toLowerCase())) return closed("a file of this name is a configuration, which holds a sandbox's rules: choose another name");
      if (ours.some((area) => touches(area, real, use, roots))) return open('llmspell keeps its keys, tokens and sockets there');
      if (SYSTEM.some((area) => touches(area, real, use, roots))) return open('it is a part of the system, no file on a disk');
      return undefined;
    },
  };
}
