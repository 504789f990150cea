// The user's own environment for the VS Code we start (API keys, proxies), without what npm added to it.
import { delimiter } from 'node:path';

/** @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} */
export function withoutNpm(env) {
  const kept = Object.entries(env).filter(([name]) => !/^npm_/i.test(name) && name !== 'INIT_CWD');
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => !/node_modules[\\/](\.bin|npm|@npmcli)/.test(folder));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}
