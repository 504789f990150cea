/**
 * What a debug configuration of type `llmspell` becomes before a session starts. Pure: the provider (configuration-provider.ts) hands in what
 * VS Code knows. Stage one runs before `${variables}` are replaced, stage two after.
 */

import { wrongAttribute } from './attributes.ts';
import { splitWords } from './shell-words.ts';

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

/** The configuration VS Code offers and runs when there is no launch.json. */
export const currentFile = (): Configuration => ({ type: DEBUG_TYPE, request: 'launch', name: 'Lua: current file', program: '${file}' });

export const attachTo = (connectionFile: string, name: string): Configuration => ({ type: DEBUG_TYPE, request: 'attach', name, connectionFile });

/** Stage one. An empty configuration is F5 without a launch.json: the file in the editor is meant. */
export function beforeVariables(configuration: Configuration, active: ActiveFile | undefined): Resolution {
  const filled = configuration.type === undefined && configuration.request === undefined && configuration.name === undefined ? { ...configuration, ...currentFile() } : configuration;
  if (filled.request !== 'launch' && filled.request !== 'attach') return { refused: wrongAttribute(filled)! };
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
  /** Setting `llmspell.profile`, empty when not set. */
  readonly profileSetting: string;
  /** Setting `llmspell.config`, empty when not set. */
  readonly configSetting: string;
  readonly windows: boolean;
  /** The kernel on this machine whose debug adapter listens on this port. */
  localKernelOn(port: number): LocalKernel | undefined;
  /** Where the kernel of a connection file is reached. Throws with the reason. */
  readConnectionFile(path: string): KernelAddress;
}

export interface KernelAddress {
  readonly host: string;
  /** undefined: not over TCP. */
  readonly port: number | undefined;
  readonly token: string | undefined;
  /** Unix socket or named pipe, of a kernel that belongs to an editor's window. */
  readonly socket: string | undefined;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 9556;

/** An attach that leaves it to the user to which kernel of this machine. */
export function needsKernel({ request, port, connectionFile, host }: Configuration): boolean {
  return request === 'attach' && isAbsent(port) && isAbsent(connectionFile) && (isAbsent(host) || (typeof host === 'string' && isLocal(host)));
}

/** Stage two: wrong types are refused, paths become absolute, attach finds port and token. */
export function afterVariables(configuration: Configuration, around: Surroundings): Resolution {
  const wrong = wrongAttribute(configuration);
  if (wrong !== undefined) return { refused: wrong };
  try {
    return configuration.request === 'attach' ? attach(configuration, around) : launch(configuration, around);
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

function launch(configuration: Configuration, around: Surroundings): Resolution {
  const { program } = configuration;
  if (typeof program !== 'string' || program.trim() === '') return { refused: 'The debug configuration has no `program`: give the path of the Lua script, or "${file}" for the one in the editor.' };
  const absolute = resolve(program, around.folder, around.windows);
  if (absolute === undefined) return { refused: `\`program\` is the relative path ${program}, but no folder is open: give an absolute path.` };
  const config = typeof configuration['config'] === 'string' && configuration['config'] !== '' ? configuration['config'] : around.configSetting;
  const profile = isText(configuration['profile']) ? configuration['profile'] : around.profileSetting.trim();
  const folder = around.folder ?? folderOf(absolute);
  return {
    configuration: {
      ...configuration,
      program: absolute,
      ...(typeof configuration['args'] === 'string' && { args: splitWords(configuration['args']) }),
      cwd: typeof configuration['cwd'] === 'string' && configuration['cwd'] !== '' ? resolve(configuration['cwd'], folder, around.windows) : folder,
      ...(config === '' ? {} : { config: resolve(config, folder, around.windows) }),
      ...(profile === '' ? {} : { profile }),
      ...(configuration['console'] === 'integratedTerminal' && besideTerminal(configuration)),
    },
  };
}

/** The program speaks in a terminal: VS Code is not to put the Debug Console in front of it, unless the configuration says so. */
export const besideTerminal = (configuration: Configuration): Configuration => ({ internalConsoleOptions: configuration['internalConsoleOptions'] ?? 'neverOpen' });

function attach(configuration: Configuration, around: Surroundings): Resolution {
  // `socket` is found here or nowhere: a launch.json does not name one.
  const { connectionFile, socket: _, ...rest } = configuration;
  if (typeof connectionFile === 'string' && connectionFile !== '') return attachByFile(rest, resolve(connectionFile, around.folder, around.windows) ?? connectionFile, around);
  const host = typeof rest['host'] === 'string' && rest['host'] !== '' ? rest['host'] : DEFAULT_HOST;
  const port = Number(rest['port'] ?? DEFAULT_PORT);
  // A token is only ever taken for a kernel on this machine: another host must not be told it.
  const local = isLocal(host) ? around.localKernelOn(port) : undefined;
  const token = rest['token'] ?? local?.token;
  return { configuration: { ...rest, host, port, ...(isText(token) && { token }), ...(local !== undefined && { connectionFile: local.connectionFile }) } };
}

function attachByFile(rest: Configuration, connectionFile: string, around: Surroundings): Resolution {
  const { host, port, socket, token: known } = around.readConnectionFile(connectionFile);
  if (port === undefined && socket === undefined) return { refused: `${connectionFile} names no debug adapter (dap_port): start the kernel with --dap.` };
  const token = rest['token'] ?? known;
  const place = port === undefined ? { socket } : { host, port, ...(isText(token) && { token }) };
  return { configuration: { ...rest, connectionFile, ...place } };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';
const isLocal = (host: string): boolean => host === DEFAULT_HOST || host === 'localhost' || host === '::1';
const isAbsolute = (path: string, windows: boolean): boolean => path.startsWith('/') || (windows && /^([A-Za-z]:[\\/]|\\\\)/.test(path));

function resolve(path: string, folder: string | undefined, windows: boolean): string | undefined {
  if (isAbsolute(path, windows)) return path;
  if (folder === undefined) return undefined;
  return `${folder.replace(/[\\/]+$/, '')}${windows ? '\\' : '/'}${path}`;
}

const folderOf = (path: string): string => path.slice(0, Math.max(1, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))));
const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
