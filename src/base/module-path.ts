/**
 * Where `require` looks when a script starts: the script's own folder, then `LUA_PATH`, or Lua 5.3's usual places. The folders named here may be
 * read by `require`, `dofile` and `loadfile`; what a script changes `package.path` to later gives it no further rights.
 */
import { dirname, isAbsolute, resolve } from 'node:path';
import type { ExecutionContext } from '../common/execution.ts';

export type ModulePathContext = Pick<ExecutionContext, 'cwd' | 'env' | 'scriptPath'>;

const USUAL_PATH = ['/usr/local/share/lua/5.3', '/usr/local/lib/lua/5.3', '/usr/share/lua/5.3', '.'].flatMap((folder) => [`${folder}/?.lua`, `${folder}/?/init.lua`]).join(';');

/** The `package.path` a script starts with. */
export function initialModulePath({ env, scriptPath }: ModulePathContext): string {
  const configured = env['LUA_PATH_5_3'] ?? env['LUA_PATH'];
  // As in Lua, an empty template (`;;`) stands for the usual places.
  const searched = configured === undefined ? USUAL_PATH : configured.replace(/;;|^;|;$/g, (gap) => (gap === ';' ? gap : `;${USUAL_PATH};`)).replace(/^;+|;+$/g, '');
  if (scriptPath === undefined) return searched;
  const folder = dirname(scriptPath).replace(/\/$/, '');
  return `${folder}/?.lua;${folder}/?/init.lua;${searched}`;
}

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
