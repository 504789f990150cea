/**
 * What a debug configuration of type `llmspell` becomes before a session starts. Pure: the provider (configuration-provider.ts) hands in what
 * VS Code knows. Stage one runs before `${variables}` are replaced, stage two after.
 */

/** A debug configuration as it stands in launch.json. */
export interface Configuration {
  type?: string;
  request?: string;
  name?: string;
  [key: string]: unknown;
}

export const DEBUG_TYPE = 'llmspell';

export interface ActiveFile {
  readonly languageId: string;
  readonly fsPath: string;
  /** `file`, `untitled`, ... */
  readonly scheme: string;
}

export type Resolution = { readonly configuration: Configuration } | { readonly refused: string };

/** The configurations VS Code offers and runs when there is no launch.json. */
export const currentFile = (): Configuration => ({ type: DEBUG_TYPE, request: 'launch', name: 'Lua: current file', program: '${file}' });

/** Stage one. An empty configuration is F5 without a launch.json: the file in the editor is meant. */
export function beforeVariables(configuration: Configuration, active: ActiveFile | undefined): Resolution {
  const filled = configuration.type === undefined && configuration.request === undefined && configuration.name === undefined ? { ...configuration, ...currentFile() } : configuration;
  if (filled.request === 'attach' || filled.program !== '${file}') return { configuration: filled };
  if (active === undefined) return { refused: 'No file is open in the editor. Open a .lua file and press F5 again, or give `program` in launch.json.' };
  if (active.scheme === 'untitled') return { refused: 'The file in the editor is not saved yet: save it as a .lua file and press F5 again.' };
  if (active.scheme !== 'file') return { refused: `The file in the editor is not on this machine's disk (${active.scheme}:), so it cannot be run.` };
  if (active.languageId !== 'lua' && !active.fsPath.endsWith('.lua')) return { refused: `${baseName(active.fsPath)} is not a Lua file: open the script to run and press F5 again, or give \`program\` in launch.json.` };
  return { configuration: filled };
}

export interface LocalKernel {
  readonly connectionFile: string;
  readonly token: string | undefined;
}

export interface Surroundings {
  /** The workspace folder that holds the program, or the only one. */
  readonly folder: string | undefined;
  /** Setting `llmspell.config`, empty when not set. */
  readonly configSetting: string;
  readonly windows: boolean;
  /** The kernel on this machine whose debug adapter listens on this port. */
  localKernelOn(port: number): LocalKernel | undefined;
  /** Port and token from a connection file. Throws with the reason. */
  readConnectionFile(path: string): { readonly port: number | undefined; readonly token: string | undefined; readonly host: string };
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 9556;

/** Stage two: paths become absolute, attach finds port and token. */
export function afterVariables(configuration: Configuration, around: Surroundings): Resolution {
  return configuration.request === 'attach' ? attach(configuration, around) : launch(configuration, around);
}

function launch(configuration: Configuration, around: Surroundings): Resolution {
  const { program } = configuration;
  if (typeof program !== 'string' || program.trim() === '') return { refused: 'The debug configuration has no `program`: give the path of the Lua script, or "${file}" for the one in the editor.' };
  const absolute = resolve(program, around.folder, around.windows);
  if (absolute === undefined) return { refused: `\`program\` is the relative path ${program}, but no folder is open: give an absolute path.` };
  const config = typeof configuration['config'] === 'string' && configuration['config'] !== '' ? configuration['config'] : around.configSetting;
  const folder = around.folder ?? folderOf(absolute);
  return {
    configuration: {
      ...configuration,
      program: absolute,
      cwd: typeof configuration['cwd'] === 'string' && configuration['cwd'] !== '' ? resolve(configuration['cwd'], folder, around.windows) : folder,
      ...(config === '' ? {} : { config: resolve(config, folder, around.windows) }),
    },
  };
}

function attach(configuration: Configuration, around: Surroundings): Resolution {
  let connectionFile = configuration['connectionFile'];
  let host = typeof configuration['host'] === 'string' && configuration['host'] !== '' ? configuration['host'] : DEFAULT_HOST;
  let port: unknown = configuration['port'];
  let token: unknown = configuration['token'];
  if (typeof connectionFile === 'string' && connectionFile !== '') {
    try {
      connectionFile = resolve(connectionFile, around.folder, around.windows) ?? connectionFile;
      const found = around.readConnectionFile(connectionFile as string);
      if (found.port === undefined) return { refused: `${String(connectionFile)} has no port of a debug adapter (dap_port): start the kernel with --dap.` };
      ({ port, host } = found);
      token ??= found.token;
    } catch (error) {
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  }
  const number = Number(port ?? DEFAULT_PORT);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) return { refused: `\`port\` is ${String(port)}: give the port of the kernel's debug adapter, 1 to 65535.` };
  // A token is only ever taken for a kernel on this machine: another host must not be told it.
  const local = isLocal(host) ? around.localKernelOn(number) : undefined;
  token ??= local?.token;
  connectionFile ??= local?.connectionFile;
  const found = { ...(typeof token === 'string' && { token }), ...(typeof connectionFile === 'string' && { connectionFile }) };
  return { configuration: { ...configuration, host, port: number, ...found } };
}

const isLocal = (host: string): boolean => host === DEFAULT_HOST || host === 'localhost' || host === '::1';
const isAbsolute = (path: string, windows: boolean): boolean => path.startsWith('/') || (windows && /^([A-Za-z]:[\\/]|\\\\)/.test(path));

function resolve(path: string, folder: string | undefined, windows: boolean): string | undefined {
  if (isAbsolute(path, windows)) return path;
  if (folder === undefined) return undefined;
  return `${folder.replace(/[\\/]+$/, '')}${windows ? '\\' : '/'}${path}`;
}

const folderOf = (path: string): string => path.slice(0, Math.max(1, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))));
const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
