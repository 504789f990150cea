// Runs commands so that Ctrl-C, a signal or a failure leaves none of their processes behind.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 8000;
const isWindows = process.platform === 'win32';

/** Process groups that were started and have not ended. @type {Set<number>} */
const running = new Set();
/** A signal has come: what waits for a command that was ended must not start the next one. */
let isEnding = false;

/**
 * @typedef {object} Options
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env]
 * @property {boolean} [quiet] keep the output back; it is in the result
 * @property {boolean} [keep] show the output, and keep it for the result
 * @property {number} [limitMs] end it when it takes longer
 */

/**
 * Runs a command in a process group of its own until it ends.
 * @param {string} command @param {string[]} args @param {Options} [options]
 * @returns {Promise<{code: number, output: string}>} output is empty unless quiet or keep
 */
export function run(command, args, options = {}) {
  if (isEnding) return new Promise(() => {}); // this process is about to exit
  const piped = options.quiet === true || options.keep === true;
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', piped ? 'pipe' : 'inherit', piped ? 'pipe' : 'inherit'],
    detached: !isWindows,
    shell: isWindows && command === 'npm', // npm is a .cmd file there
  });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const limit = pid !== undefined && options.limitMs !== undefined ? setTimeout(() => void endGroup(pid), options.limitMs) : undefined;
  let output = '';
  for (const [stream, shown] of /** @type {const} */ ([[child.stdout, process.stdout], [child.stderr, process.stderr]])) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      if (options.keep) shown.write(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`${command} cannot be started: ${error.message}`, { cause: error })));
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      if (pid !== undefined) running.delete(pid);
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 1), output });
    });
  });
}

/** Runs npm as this script was run by it. @param {string[]} args @param {Options} [options] */
export const npm = (args, options) => run('npm', args, options);

/** Like run, but a failure is an error that shows what the command said. @param {string} command @param {string[]} args @param {Options} [options] */
export async function mustRun(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed (exit code ${code})\n${output.trim()}`);
  return output;
}

/** Does a process group still have a member? @param {number} pid of its leader */
export function groupLives(pid) {
  try {
    process.kill(isWindows ? pid : -pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends a process group: asks first, forces after a while, returns when it is gone.
 * @param {number} pid of its leader @param {number} [graceMs] until it is forced
 */
export async function endGroup(pid, graceMs = GRACE_MS) {
  signalGroup(pid, 'SIGTERM');
  for (let waited = 0; groupLives(pid); waited += 50) {
    if (waited === graceMs) signalGroup(pid, 'SIGKILL');
    if (waited > graceMs + GRACE_MS) return; // a zombie whose parent does not collect it
    await sleep(50);
  }
}

/** @param {number} pid @param {'SIGTERM' | 'SIGKILL'} signal */
function signalGroup(pid, signal) {
  try {
    if (isWindows) spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-pid, signal);
  } catch {
    // gone already
  }
}

/** Ends every command that is still running. */
export async function endAllCommands() {
  await Promise.all([...running].map((pid) => endGroup(pid)));
}

/**
 * From now on Ctrl-C or a termination ends all commands first, then this process.
 * @param {() => Promise<void>} [first] what else to end
 */
export function endCommandsOnSignals(first) {
  for (const [signal, code] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]])) {
    process.once(signal, () => {
      isEnding = true;
      process.once(signal, () => process.exit(code)); // a second Ctrl-C does not wait
      void Promise.allSettled([first?.(), endAllCommands()]).then(() => process.exit(code));
    });
  }
}
