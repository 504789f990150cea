// Runs one Lua script in the terminal, as `llmspell run` does.
import { spawn } from 'node:child_process';

/**
 * The script keeps the terminal: same stdin, stdout and process group, so Ctrl-C reaches it directly
 * and we only wait for its end.
 * @param {string} cli @param {string[]} args the script and its arguments
 * @returns {Promise<number>} its exit code
 */
export function runScript(cli, args) {
  // npm runs us in the root of the checkout; paths mean where the user stands.
  const child = spawn(process.execPath, [cli, 'run', ...args], { stdio: 'inherit', cwd: process.env.INIT_CWD });
  process.on('SIGINT', () => undefined);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
