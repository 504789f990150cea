// CPU cost of the engine and of debugging: `node bench/debug/cpu.mjs [rounds]` prints a Markdown table.
//
// Seven configurations: stock fengari; ours bare; ours with a breakpoint that is never reached; ours with 200 of them in 50 files; ours with a breakpoint in the hot line whose
// condition is false; ours with a data breakpoint on a local that the hot code writes, asked at each write; ours with one on another field of
// the table that the hot code writes (workloads without one: of a global). Each round runs each configuration once in a process of its own, one after the other, so that whatever disturbs
// the machine disturbs all. Minima are compared: noise only ever adds.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { WORKLOADS } from './workloads.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const CONFIGURATIONS = ['stock', 'bare', 'unreached', 'many', 'condition', 'local', 'table'];
/** @type {Record<string, string>} */
const TITLES = { stock: 'stock fengari', bare: 'ours, bare', unreached: 'ours, breakpoint never reached', many: 'ours, 200 breakpoints in 50 files never reached', condition: 'ours, false condition in the hot line', local: 'ours, data breakpoint on a local in the hot code', table: 'ours, data breakpoint on a hot table' };
/** What the figures are held to: bare against stock, debugged against bare, 200 breakpoints against one. */
export const GOALS = { bare: 0.75, unreached: 1.05, many: 1.05 };

/** Configuration → workload → times in ms. @typedef {Record<string, Record<string, number[]>>} Times */

/** @param {number} rounds @returns {Times} */
export function measure(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'llmspell-bench-'));
  const bundle = join(folder, 'engine.mjs');
  try {
    buildSync({ entryPoints: [join(here, '../../src/script/engine/index.ts')], outfile: bundle, bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning' });
    /** @type {Times} */
    const times = Object.fromEntries(CONFIGURATIONS.map((configuration) => [configuration, Object.fromEntries(WORKLOADS.map(({ name }) => [name, []]))]));
    for (let round = 0; round < rounds; round++) {
      for (const configuration of CONFIGURATIONS) {
        const output = execFileSync(process.execPath, [join(here, 'cpu-run.mjs'), configuration, pathToFileURL(bundle).href], { encoding: 'utf8' });
        for (const [name, list] of Object.entries(JSON.parse(output))) times[configuration]?.[name]?.push(...list);
      }
    }
    return times;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {number[]} list */
const minimum = (list) => Math.min(...list);
/** @param {number[]} list */
const median = (list) => /** @type {number} */ ([...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]);
/** @param {number[]} list */
const geometricMean = (list) => Math.exp(list.reduce((sum, value) => sum + Math.log(value), 0) / list.length);

/** @param {Times} times @param {string} configuration @param {string} workload */
const timesOf = (times, configuration, workload) => times[configuration]?.[workload] ?? [];

/**
 * The geometric mean of one configuration to another, over all workloads.
 * @param {Times} times
 * @param {string} configuration
 * @param {string} base
 */
export function ratio(times, configuration, base, statistic = minimum) {
  return geometricMean(WORKLOADS.map(({ name }) => statistic(timesOf(times, configuration, name)) / statistic(timesOf(times, base, name))));
}

/** @param {Times} times */
export function table(times) {
  const names = WORKLOADS.map(({ name }) => name);
  const lines = [
    `| minimum (median) in ms | ${names.join(' | ')} | to stock | to bare |`,
    `|---|${names.map(() => '---').join('|')}|---|---|`,
    ...CONFIGURATIONS.map((configuration) => {
      const cells = names.map((name) => `${minimum(timesOf(times, configuration, name)).toFixed(0)} (${median(timesOf(times, configuration, name)).toFixed(0)})`);
      const ratios = ['stock', 'bare'].map((base) => `${ratio(times, configuration, base).toFixed(2)} (${ratio(times, configuration, base, median).toFixed(2)})`);
      return `| ${TITLES[configuration]} | ${cells.join(' | ')} | ${ratios.join(' | ')} |`;
    }),
  ];
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const times = measure(Number(process.argv[2] ?? 5));
  const bare = ratio(times, 'bare', 'stock');
  const unreached = ratio(times, 'unreached', 'bare');
  const many = ratio(times, 'many', 'unreached');
  process.stdout.write(`${table(times)}\n\nRatios are geometric means over the workloads. Bare to stock ${bare.toFixed(2)} (goal ${GOALS.bare}), unreached to bare ${unreached.toFixed(2)} (goal ${GOALS.unreached}), 200 breakpoints to one ${many.toFixed(2)} (goal ${GOALS.many}).\n`);
}
