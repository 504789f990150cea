// Who may import whom, as data: design rules of the source tree, read by the lint rules beside this file.

/** The folders of src/ and what each may import besides itself. @type {Record<string, string[]>} */
export const LAYERS = {
  extension: ['kernel/client', 'lua', 'api', 'common', 'base'],
  cli: ['kernel', 'lsp', 'lua', 'api', 'common', 'base'],
  kernel: ['protocols', 'runtime', 'script', 'lua', 'api', 'common', 'base'],
  protocols: ['runtime', 'lua', 'api', 'common', 'base'],
  lsp: ['lua', 'api', 'common', 'base'],
  runtime: ['api', 'common', 'base'],
  script: ['lua', 'api', 'common', 'base'],
  lua: ['common'],
  api: ['common'],
  panel: ['common'],
  base: ['common'],
  common: [],
};

/**
 * Packages that only some folders may know, so that everything else stays testable without them
 * and a second implementation has one place to go.
 * @type {Record<string, string[]>}
 */
export const PACKAGE_OWNERS = {
  vscode: ['extension'],
  zeromq: ['protocols/jupyter', 'protocols/events'],
  lmdb: ['runtime/store'],
  fengari: ['script/engine'],
};

/** Source files with owners of their own (paths under src/, without the file's name). @type {Record<string, string[]>} */
export const FOLDER_OWNERS = {
  'script/engine/generated': ['script/engine'],
};

/** The one file that may read the environment and the working directory. */
export const ENVIRONMENT_FILE = 'base/env.ts';
