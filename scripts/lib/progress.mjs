// Says what is going on during steps that take long, so that nobody thinks it hangs.
const EVERY_MS = 10_000;

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;

/** Progress goes to stderr: the output of a script that is run belongs to the script. @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`);

/**
 * Announces a step, reports every ten seconds that it still runs, and how long it took.
 * @template T @param {string} title @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  say(bold(`▸ ${title}`));
  const timer = setInterval(() => say(`  … ${title}: ${seconds(Date.now() - started)} so far`), EVERY_MS);
  try {
    const result = await work();
    say(`  done in ${seconds(Date.now() - started)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** @param {string} text */
export function bold(text) {
  return process.stderr.isTTY ? `\u001b[1m${text}\u001b[0m` : text;
}
