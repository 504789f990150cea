// Latencies of the debugger as a client sees them over DAP on stdio, start-up times, and how late the kernel's event loop runs while a
// script floods its output.
//
//   npm run build && node bench/debug/latency.mjs [--json] [--quick]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProtocolClient } from '@vscode/debugadapter-testsupport/lib/protocolClient.js';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(root, 'dist/cli.mjs');
const KERNEL = join(root, 'dist/kernel.mjs');
const LOOP_DELAY = fileURLToPath(new URL('loop-delay.mjs', import.meta.url));

const PROGRAM = `
local Account = {}
Account.__index = Account
local history = {}
for i = 1, 200 do history[i] = { id = i, note = "entry " .. i } end
local function inner(n, text)
  local sum = 0
  for i = 1, n do
    sum = sum + i
    text = text .. "."
  end
  return sum, text
end
while true do
  local account = setmetatable({ balance = 10, owner = "me" }, Account)
  local total = inner(3, "x")
  account.balance = account.balance + total
end
`;
const FIRST_LINE = 2;
const INNER_LINE = 9;

class Dap extends ProtocolClient {
  constructor(input, output) {
    super();
    this.connect(input, output);
  }
  next(event) {
    return new Promise((resolve) => this.once(event, resolve));
  }
  async toFirstStop(program, line) {
    await this.send('initialize', { adapterID: 'llmspell', pathFormat: 'path', linesStartAt1: true, columnsStartAt1: true });
    const initialized = this.next('initialized');
    await this.send('launch', { program });
    await initialized;
    await this.send('setBreakpoints', { source: { path: program }, breakpoints: [{ line }] });
    const stopped = this.next('stopped');
    await this.send('configurationDone');
    return stopped;
  }
}

const ended = (child) => (child.exitCode === null && child.signalCode === null ? new Promise((resolve) => child.once('exit', resolve)) : Promise.resolve());

function stdioAdapter(env = {}) {
  const child = spawn(process.execPath, [CLI, 'dap'], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, ...env } });
  return { child, dap: new Dap(child.stdout, child.stdin) };
}

/** Runs `measure` n times after a few that do not count; milliseconds. */
async function sample(n, measure) {
  const times = [];
  for (let round = -Math.ceil(n / 10); round < n; round++) {
    const start = performance.now();
    await measure();
    if (round >= 0) times.push(performance.now() - start);
  }
  return times;
}

/** As `sample`, when only a part of the work is measured: `measure` answers the milliseconds. */
async function sampleOf(n, measure) {
  const times = [];
  for (let round = -Math.ceil(n / 10); round < n; round++) {
    const time = await measure();
    if (round >= 0) times.push(time);
  }
  return times;
}

export function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { n: sorted.length, median: at(0.5), p90: at(0.9), p99: at(0.99) };
}

async function whileStopped(folder, n) {
  const program = join(folder, 'steps.lua');
  writeFileSync(program, PROGRAM);
  const { child, dap } = stdioAdapter();
  await dap.toFirstStop(program, INNER_LINE);
  await dap.send('setBreakpoints', { source: { path: program }, breakpoints: [] });
  const threadId = 1;
  const top = async () => (await dap.send('stackTrace', { threadId })).body.stackFrames[0].id;
  const step = (command) => async () => {
    const stopped = dap.next('stopped');
    await dap.send(command, { threadId });
    await stopped;
  };
  const results = {};
  results['step over to stopped'] = await sample(n, step('next'));
  results['step in to stopped'] = await sample(n, step('stepIn'));
  results['stackTrace'] = await sample(n, () => dap.send('stackTrace', { threadId, startFrame: 0, levels: 20 }));
  const frameId = await top();
  results['scopes'] = await sample(n, () => dap.send('scopes', { frameId }));
  const { scopes } = (await dap.send('scopes', { frameId })).body;
  results['variables (locals)'] = await sample(n, () => dap.send('variables', { variablesReference: scopes[0].variablesReference }));
  results['variables (globals)'] = await sample(n, () => dap.send('variables', { variablesReference: scopes.at(-1).variablesReference }));
  results['evaluate'] = await sample(n, () => dap.send('evaluate', { expression: '(n or 0) * 2 + 1', frameId, context: 'watch' }));
  results['stop in view: stack, scopes, locals'] = await sampleOf(n, async () => {
    const stopped = dap.next('stopped');
    await dap.send('next', { threadId });
    await stopped;
    const start = performance.now();
    const frame = await top();
    const found = (await dap.send('scopes', { frameId: frame })).body.scopes;
    await dap.send('variables', { variablesReference: found[0].variablesReference });
    return performance.now() - start;
  });
  await dap.send('continue', { threadId });
  results['pause to stopped'] = await sampleOf(Math.ceil(n / 3), async () => {
    const start = performance.now();
    const stopped = dap.next('stopped');
    await dap.send('pause', { threadId });
    await stopped;
    const time = performance.now() - start;
    await dap.send('continue', { threadId });
    return time;
  });
  await dap.send('disconnect', {});
  await ended(child);
  return results;
}

const LARGE = `
local sequence, keyed, mixed = {}, {}, {}
for i = 1, 100000 do
  sequence[i] = i
  keyed["key" .. (i * 7919) % 100003] = i
  mixed[i % 3 == 0 and i or i % 3 == 1 and "k" .. i or i + 0.5] = { i }
  _G["global" .. (i * 7919) % 100003] = i
end
print("built")
`;
const LARGE_STOP = 9;

/** Every request a client could make for tables of 100 000 entries; each round begins with an evaluation, after which nothing is known any more. */
async function largeTables(folder, n) {
  const program = join(folder, 'large.lua');
  writeFileSync(program, LARGE);
  const { child, dap } = stdioAdapter();
  await dap.toFirstStop(program, LARGE_STOP);
  const frameId = (await dap.send('stackTrace', { threadId: 1 })).body.stackFrames[0].id;
  const results = {};
  const time = async (name, send) => {
    const start = performance.now();
    await send();
    (results[name] ??= []).push(performance.now() - start);
  };
  for (let round = 0; round < n; round++) {
    for (const table of ['sequence', 'keyed', 'mixed', '_G']) {
      const { variablesReference, namedVariables, indexedVariables } = (await dap.send('evaluate', { expression: table, frameId, context: 'watch' })).body;
      const ask = (args) => dap.send('variables', { variablesReference, ...args });
      const label = `100 000 entries (${table})`;
      await time(`${label}: all, first`, () => ask({}));
      await time(`${label}: all, again`, () => ask({}));
      await time(`${label}: named`, () => ask({ filter: 'named' }));
      await time(`${label}: page in the middle`, () => ask({ start: 50_000, count: 100 }));
      await time(`${label}: all in one page`, () => ask({ start: 0, count: namedVariables + indexedVariables }));
      await time(`${label}: page of 5000`, () => ask({ start: 0, count: 5000 }));
    }
  }
  await dap.send('disconnect', {});
  await ended(child);
  return results;
}

async function startUp(folder, n) {
  const program = join(folder, 'start.lua');
  writeFileSync(program, PROGRAM);
  const cold = [];
  for (let round = 0; round < n; round++) {
    const start = performance.now();
    const { child, dap } = stdioAdapter();
    await dap.toFirstStop(program, FIRST_LINE);
    cold.push(performance.now() - start);
    await dap.send('disconnect', {});
    await ended(child);
  }
  const kernel = await editorKernel(folder);
  const warm = [];
  for (let round = 0; round < n; round++) {
    // The kernel keeps one worker started ahead, and makes it when it is idle.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const socket = createConnection(kernel.ready.dapSocket);
    await new Promise((resolve) => socket.once('connect', resolve));
    const start = performance.now();
    const dap = new Dap(socket, socket);
    await dap.toFirstStop(program, FIRST_LINE);
    warm.push(performance.now() - start);
    await dap.send('disconnect', {});
    socket.end();
  }
  await kernel.stop();
  return { 'launch to first stop, new process': cold, 'launch to first stop, running editor kernel': warm };
}

async function editorKernel(folder) {
  const child = spawn(process.execPath, [KERNEL], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder } });
  const rpc = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const ready = new Promise((resolve) => rpc.onNotification('kernel/ready', resolve));
  rpc.listen();
  return {
    ready: await ready,
    async stop() {
      rpc.dispose();
      child.stdin.end();
      await ended(child);
    },
  };
}

/** How late timers of the kernel's main thread are, while a script writes as fast as it can for some seconds. */
async function loopDelay(folder, seconds) {
  const program = join(folder, 'flood.lua');
  writeFileSync(program, `local t = os.time()\nwhile os.time() - t < ${seconds} do print("a line of ordinary length, again and again") end\n`);
  const report = join(folder, 'loop-delay.json');
  const { child, dap } = stdioAdapter({ NODE_OPTIONS: `--import ${LOOP_DELAY}`, LOOP_DELAY_REPORT: report });
  let bytes = 0;
  dap.on('output', (event) => (bytes += event.body.output.length));
  await dap.send('initialize', { adapterID: 'llmspell', pathFormat: 'path' });
  const initialized = dap.next('initialized');
  await dap.send('launch', { program });
  await initialized;
  const terminated = dap.next('terminated');
  const first = dap.next('output');
  await dap.send('configurationDone');
  await first;
  child.kill('SIGUSR2');
  await terminated;
  child.kill('SIGUSR2');
  // A signal may be served after a message that was sent later: the process must not end before it has written.
  while (!existsSync(report)) await new Promise((resolve) => setTimeout(resolve, 5));
  await dap.send('disconnect', {});
  await ended(child);
  const { median, p99, max } = JSON.parse(readFileSync(report, 'utf8'));
  return { median, p99, max, megabytesPerSecond: bytes / 1e6 / seconds };
}

export async function measure({ quick = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'llmspell-bench-'));
  try {
    const requests = await whileStopped(folder, quick ? 30 : 300);
    const tables = await largeTables(folder, quick ? 3 : 10);
    const starts = await startUp(folder, quick ? 3 : 10);
    const latencies = Object.fromEntries(Object.entries({ ...requests, ...tables, ...starts }).map(([name, times]) => [name, summary(times)]));
    return { latencies, loopDelay: await loopDelay(folder, quick ? 2 : 5) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function table({ latencies, loopDelay: delay }) {
  const ms = (value) => value.toFixed(value < 10 ? 2 : 0);
  return [
    '| what (ms) | median | p90 | p99 | n |',
    '|---|---|---|---|---|',
    ...Object.entries(latencies).map(([name, { median, p90, p99, n }]) => `| ${name} | ${ms(median)} | ${ms(p90)} | ${ms(p99)} | ${n} |`),
    '',
    `Event loop of the kernel while a script floods (${delay.megabytesPerSecond.toFixed(1)} MB/s reach the client): delay median ${ms(delay.median)} ms, p99 ${ms(delay.p99)} ms, max ${ms(delay.max)} ms.`,
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await measure({ quick: process.argv.includes('--quick') });
  process.stdout.write(`${process.argv.includes('--json') ? JSON.stringify(result, null, 2) : table(result)}\n`);
}
