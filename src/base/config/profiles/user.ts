/** Profiles of the user's own: files `NAME.toml` in the project's or the user's profile folders; `NAME` may have a folder (`bases/mine`). */
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Environment } from '../../env.ts';
import { configFolder, homeFolder } from '../../folders.ts';
import { absolute } from '../../paths.ts';

/** The first one that has a profile counts. */
export type ProfileFolders = readonly string[];

/** `.llmspell/profiles` of the working folder, then of the home folder, then `$XDG_CONFIG_HOME/llmspell/profiles`. */
export function profileFolders(env: Environment): ProfileFolders {
  return [absolute('.llmspell/profiles', env.cwd), join(homeFolder(env), 'profiles'), join(configFolder(env), 'llmspell', 'profiles')];
}

export interface UserProfile {
  readonly name: string;
  readonly file: string;
}

/** A name is words with `/` between them; what could leave the folder is none. */
const NAME = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

export function findUserProfile(folders: ProfileFolders, name: string): string | undefined {
  if (!NAME.test(name)) return undefined;
  return folders.map((folder) => join(folder, `${name}.toml`)).find((file) => existsSync(file));
}

/** All of them, by name. */
export function userProfiles(folders: ProfileFolders): readonly UserProfile[] {
  const found = new Map<string, UserProfile>();
  for (const folder of folders) {
    for (const file of tomlFiles(folder)) {
      const name = relative(folder, file).slice(0, -'.toml'.length).split(sep).join('/');
      if (NAME.test(name) && !found.has(name)) found.set(name, { name, file });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** In the folder and its subfolders. */
function tomlFiles(folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return tomlFiles(path);
    return entry.name.endsWith('.toml') ? [path] : [];
  });
}
