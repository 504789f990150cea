/** All files that are generated from the description, by their paths in the repository. */
import { apiModules } from '../index.ts';
import { renderLibrary } from './library.ts';
import { renderManual } from './manual.ts';

export function generatedFiles(): Map<string, string> {
  const files = new Map([['docs/lua-api.md', renderManual(apiModules)]]);
  for (const module of apiModules) if (module.isStandard !== true) files.set(`library/${module.id}.lua`, renderLibrary(module));
  return files;
}
