/**
 * Where `require` looks when a script starts: the script's own folder (both, when it was reached by a link), then `LUA_PATH`, or Lua 5.3's usual places. The folders named here may be
 * read by `require`, `dofile` and `loadfile`; what a script changes `package.path` to later gives it no further rights.
 */
import { dirname, isAbsolute, resolve } from 'node:path';
import type { ExecutionContext } from '../common/execution.ts';
import { realPath } from './paths.ts';

export type ModulePathContext = Pick<ExecutionContext, 'cwd' | 'env' | 'scriptPath'>;

const USUAL_PATH = ['/usr/local/share/lua/5.3', '/usr/local/lib/lua/5.3', '/usr/share/lua/5.3', '.'].flatMap((folder) => [`${folder}/?.lua`, `${folder}/?/init.lua`]).join(';');

/** The `package.path` a script starts with. */
export function initialModulePath({ env, scriptPath }: ModulePathContext): string {
  const configured = env['LUA_PATH_5_3'] ?? env['LUA_PATH'];
  // As in Lua, an empty template (`;;`) stands for the usual places.
  const searched = configured === undefined ? USUAL_PATH : configured.replace(/;;|^;|;$/g, (gap) => (gap === ';' ? gap : `;${USUAL_PATH};`)).replace(/^;+|;+$/g, '');
  if (scriptPath === undefined) return searched;
  return [...scriptFolders(scriptPath).flatMap((folder) => [`${folder}/?.lua`, `${folder}/?/init.lua`]), searched].join(';');
}

/** Where the script was found, and where it really lies when it was reached by a link. Without a slash at the end. */
export const scriptFolders = (scriptPath: string): string[] => [...new Set([scriptPath, realPath(scriptPath)].map((path) => dirname(path).replace(/\/$/, '')))];

/** Absolute folders of the templates. */
export function modulePathFolders(context: ModulePathContext): string[] {
  const folders = initialModulePath(context)
    .split(';')
    .filter((template) => template.includes('?'))
    .map((template) => template.slice(0, template.indexOf('?')))
    .map((prefix) => (prefix.endsWith('/') ? prefix : dirname(`${prefix}x`)))
    .map((folder) => (isAbsolute(folder) ? resolve(folder) : resolve(context.cwd, folder)));
  return [...new Set(folders)];
}
