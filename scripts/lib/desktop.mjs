// Finds a desktop VS Code that will really start here. What answers to `code` may also be the command line of a
// remote window, a tunnel or code-server: none of these brings a desktop application with it, so we look for that.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/**
 * @typedef {object} Desktop
 * @property {string} executable the application itself, not its command line: it can be ended as one process group
 * @property {string} version
 *
 * @typedef {object} Machine what is asked about the machine, so that tests can stand in for one
 * @property {NodeJS.Platform} platform
 * @property {NodeJS.ProcessEnv} env
 * @property {string} home
 * @property {boolean} isRoot
 */

/** @returns {Machine} */
export function thisMachine() {
  return { platform: process.platform, env: process.env, home: homedir(), isRoot: process.getuid?.() === 0 };
}

/**
 * @param {Machine} machine @param {string} oldest the least version, `1.100.0`
 * @returns {{desktop: Desktop} | {reason: string}} reason: why the browser is used instead
 */
export function findDesktop(machine, oldest) {
  const installed = candidates(machine).flatMap((executable) => versionOf(executable, machine.platform));
  const desktop = installed.find(({ version }) => isAtLeast(version, oldest));
  if (desktop === undefined) {
    return { reason: installed[0] ? `the desktop VS Code here is ${installed[0].version}, older than ${oldest}` : 'no desktop VS Code found' };
  }
  const obstacle = cannotOpenWindow(machine);
  return obstacle === undefined ? { desktop } : { reason: obstacle };
}

/** @param {Machine} machine @returns {string | undefined} */
function cannotOpenWindow({ platform, env, isRoot }) {
  if (env.SSH_CONNECTION !== undefined && platform === 'darwin') return 'this is an SSH session';
  if (platform !== 'linux') return undefined;
  if (isRoot) return 'desktop VS Code does not run as root';
  return hasDisplay(env) ? undefined : 'there is no display';
}

/** A display that is named and whose socket exists; X over TCP is believed. @param {NodeJS.ProcessEnv} env */
function hasDisplay({ WAYLAND_DISPLAY, XDG_RUNTIME_DIR, DISPLAY }) {
  if (WAYLAND_DISPLAY && existsSync(join(XDG_RUNTIME_DIR ?? '', WAYLAND_DISPLAY))) return true;
  const local = /^(?:unix)?:(\d+)/.exec(DISPLAY ?? '');
  if (local) return existsSync(`/tmp/.X11-unix/X${local[1]}`);
  return Boolean(DISPLAY);
}

/** Where the application may be: beside the `code` on the path, and where installers put it. @param {Machine} machine @returns {string[]} */
function candidates({ platform, env, home }) {
  const commands = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => ['code', 'code.cmd', 'code-insiders', 'codium'].map((name) => join(folder, name)))
    .filter((command) => existsSync(command));
  const beside = commands.flatMap((command) => besideCommand(realpathSync(command), platform));
  return [...beside, ...usualPlaces({ platform, env, home })].filter((path) => existsSync(path));
}

/** The wrapper is `…/bin/code` in the application's folder. @param {string} command @param {NodeJS.Platform} platform @returns {string[]} */
function besideCommand(command, platform) {
  const folder = dirname(dirname(command));
  if (platform === 'darwin') return [join(folder, '..', '..', 'MacOS', 'Electron')]; // Contents/Resources/app/bin/code
  if (platform === 'win32') return [join(folder, 'Code.exe')];
  return ['code', 'code-insiders', 'codium'].map((name) => join(folder, name));
}

/** @param {{platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string}} machine @returns {string[]} */
function usualPlaces({ platform, env, home }) {
  if (platform === 'darwin') {
    return ['/Applications', join(home, 'Applications')].map((folder) => join(folder, 'Visual Studio Code.app', 'Contents', 'MacOS', 'Electron'));
  }
  if (platform === 'win32') {
    const folders = [env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'Programs'), env.ProgramFiles].filter((folder) => folder !== undefined && folder !== '');
    return folders.map((folder) => join(String(folder), 'Microsoft VS Code', 'Code.exe'));
  }
  return ['/usr/share/code/code', '/opt/visual-studio-code/code', '/snap/code/current/usr/share/code/code', '/usr/share/codium/codium'];
}

/** An Electron application keeps its version beside the executable; a server or a tunnel has none. @param {string} executable @param {NodeJS.Platform} platform @returns {Desktop[]} */
function versionOf(executable, platform) {
  const resources = platform === 'darwin' ? join(dirname(executable), '..', 'Resources') : join(dirname(executable), 'resources');
  try {
    return [{ executable, version: String(JSON.parse(readFileSync(join(resources, 'app', 'package.json'), 'utf8')).version) }];
  } catch {
    return [];
  }
}

/** @param {string} version @param {string} oldest */
function isAtLeast(version, oldest) {
  const [have, want] = [version, oldest].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  for (const [index, part] of (want ?? []).entries()) {
    const difference = (have?.[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
