// What scripts wait for: calls of the kernel, state in both backends, the start of `run`; and what an idle VM costs.
//
//   npm run build && node bench/runtime/main.mjs [--quick]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const quick = process.argv.includes('--quick');
/** What the figures are held to, in ms. @type {Record<string, number>} */
const GOALS = { 'host call': 0.1, 'state read': 0.1 };

const folder = mkdtempSync(join(tmpdir(), 'llmspell-bench-'));
const env = { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8' };
/** @param {string[]} args */
const run = (args) => execFileSync(process.execPath, args, { env, cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
/** @param {string} name @param {string} text */
const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** @param {number[]} times @param {number} part */
const quantile = (times, part) => /** @type {number} */ ([...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))]);
/** @param {number} ms */
const shown = (ms) => (ms < 10 ? ms.toFixed(3) : ms.toFixed(0));

/** @param {string} backend @returns {Record<string, number[]>} */
function calls(backend) {
  const config = file(`${backend}.toml`, `[state]\nbackend = "${backend}"\npath = "${join(folder, 'state')}"\n`);
  const output = run([CLI, '-c', config, 'run', fileURLToPath(new URL('calls.lua', import.meta.url)), '--', '--rounds', String(quick ? 200 : 3000)]);
  const rows = output.trim().split('\n').map((line) => line.split('\t'));
  return Object.fromEntries(rows.map(([name, times]) => [name, String(times).split(' ').map(Number)]));
}

/** @param {string} script @returns {number[]} */
function starts(script) {
  return Array.from({ length: quick ? 3 : 21 }, () => {
    const begin = performance.now();
    run([CLI, 'run', script]);
    return performance.now() - begin;
  });
}

try {
  console.log('| call, ms | median | p90 | p99 |\n|---|---|---|---|');
  const missed = [];
  for (const backend of ['lmdb', 'memory']) {
    for (const [name, times] of Object.entries(calls(backend))) {
      const isOfBackend = name.startsWith('state') && !name.endsWith('ephemeral');
      if (!isOfBackend && backend === 'memory') continue;
      const title = isOfBackend ? `${name}, ${backend}` : name;
      console.log(`| ${title} | ${[0.5, 0.9, 0.99].map((part) => shown(quantile(times, part))).join(' | ')} |`);
      const goal = GOALS[name];
      if (goal !== undefined && !(quantile(times, 0.5) < goal)) missed.push(`${title}: median ${shown(quantile(times, 0.5))} ms, held to ${goal} ms`);
    }
  }

  const empty = starts(file('empty.lua', ''));
  const state = starts(file('state.lua', 'State.set("global", "key", 1)'));
  console.log('\n| `llmspell run`, ms | minimum | median |\n|---|---|---|');
  for (const [title, times] of /** @type {[string, number[]][]} */ ([['an empty script', empty], ['a script that keeps one value', state]])) {
    console.log(`| ${title} | ${shown(Math.min(...times))} | ${shown(quantile(times, 0.5))} |`);
  }

  const { kernelBytes, vmBytes } = JSON.parse(run(['--expose-gc', fileURLToPath(new URL('idle-vms.mjs', import.meta.url)), quick ? '2' : '20']));
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1024 / 1024).toFixed(1);
  console.log(`\nMemory: ${megabytes(kernelBytes)} MB for a kernel with one VM and a spare one, ${megabytes(vmBytes)} MB for each VM more.`);
  if (missed.length > 0) throw new Error(missed.join('; '));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
