/** `Debug.performanceReport`, `jsonReport` and `flameGraph`: what timers and profiler have measured, for people, programs and graph tools. */
import { dirname } from 'node:path';
import { foldedStacks, type FoldedNames } from '../../profiler/folded.ts';
import { functionTimes, lineTimes, type Times } from '../../profiler/function-times.ts';
import { clock } from '../clock.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import type { DebugTimer, TimerBook } from './timer-book.ts';

/** Rows of a table in the text; JSON has more. */
const SHOWN = 15;
const LISTED = 200;

export function reportFunctions(timers: TimerBook): Pick<VmFunctions, `Debug.${'performanceReport' | 'jsonReport' | 'flameGraph'}`> {
  return {
    'Debug.performanceReport': (vm) => [vm.engine.string(['Performance report', ...timerLines(timers), ...profileLines(vm), memoryLine(vm)].join('\n'))],
    'Debug.jsonReport': (vm) => [vm.engine.string(JSON.stringify({ timestamp: new Date(clock.now()).toISOString(), timers: timerObjects(timers), ...profileObject(vm), memory: memoryObject(vm) }))],
    'Debug.flameGraph': (vm) => [vm.engine.string([...foldedStacks(vm.services.profiler.profile()?.stacks ?? [], namesOf(vm)), ...timers.timers.flatMap(foldedTimer)].join('\n'))],
  };
}

const namesOf = ({ services }: Vm): FoldedNames => ({
  nameOf: (body) => services.functionName(body),
  folder: services.scriptPath === undefined ? services.context.cwd : dirname(services.scriptPath),
});

// -- timers

const ms = (value: number): string => `${value.toFixed(3)} ms`;

function timerLines(book: TimerBook): string[] {
  const { names } = book;
  if (names.length === 0) return ['Timers: none'];
  const last = new Map(book.timers.map((timer) => [timer.name, timer]));
  return ['Timers:', ...names.flatMap((name) => [`  ${name}: ${[totalsText(book, name), runningText(book, name)].filter((text) => text !== '').join(', ')}`, ...noteLines(last.get(name))])];
}

function totalsText(book: TimerBook, name: string): string {
  const totals = book.totalsOf(name);
  if (totals === undefined) return '';
  const { count, totalMs, longestMs, shortestMs } = totals;
  return count === 1 ? ms(totalMs) : `${count} times, ${ms(totalMs)}, average ${ms(totalMs / count)}, ${ms(shortestMs)} to ${ms(longestMs)}`;
}

function runningText(book: TimerBook, name: string): string {
  const running = book.timers.filter((timer) => timer.running && timer.name === name);
  return running.map(({ elapsedMs }) => `running for ${ms(elapsedMs)}`).join(', ');
}

/** Laps and events of the last timer of a name, in their order. */
function noteLines(timer: DebugTimer | undefined): string[] {
  if (timer === undefined) return [];
  const laps = timer.laps.map(({ name, elapsedMs }) => ({ elapsedMs, text: `lap ${name}` }));
  const events = timer.events.map(({ name, elapsedMs, data }) => ({ elapsedMs, text: `event ${name}${data === undefined ? '' : ` ${data}`}` }));
  const notes = [...laps, ...events].sort((a, b) => a.elapsedMs - b.elapsedMs);
  const lines = notes.slice(0, SHOWN).map(({ elapsedMs, text }) => `    at ${ms(elapsedMs)}: ${text}`);
  return notes.length > SHOWN ? [...lines, `    ... (${notes.length - SHOWN} more)`] : lines;
}

const timerObjects = (book: TimerBook): object[] =>
  book.names.map((name) => {
    const totals = book.totalsOf(name);
    const timer = book.timers.findLast((candidate) => candidate.name === name);
    return {
      name,
      count: totals?.count ?? 0,
      total_ms: totals?.totalMs ?? 0,
      ...(totals && { average_ms: totals.totalMs / totals.count, shortest_ms: totals.shortestMs, longest_ms: totals.longestMs }),
      running: book.timers.filter((candidate) => candidate.name === name && candidate.running).length,
      laps: timer?.laps.map((lap) => ({ name: lap.name, elapsed_ms: lap.elapsedMs })) ?? [],
      events: timer?.events.map((event) => ({ name: event.name, elapsed_ms: event.elapsedMs, ...(event.data !== undefined && { metadata: JSON.parse(event.data) as unknown }) })) ?? [],
    };
  });

/** Each lap with its own time, the rest under the timer alone. */
function foldedTimer({ name, laps, elapsedMs }: DebugTimer): string[] {
  const plain = (text: string): string => text.replace(/[;\n]/g, ',');
  const micros = (from: number, to: number): number => Math.round((to - from) * 1000);
  const lines = laps.map((lap, i) => `${plain(name)};${plain(lap.name)} ${micros(laps[i - 1]?.elapsedMs ?? 0, lap.elapsedMs)}`);
  return [...lines, `${plain(name)} ${micros(laps.at(-1)?.elapsedMs ?? 0, elapsedMs)}`];
}

// -- the profile

function profileLines(vm: Vm): string[] {
  const profile = vm.services.profiler.profile();
  if (profile === undefined) return ['Profile: none (Debug.startProfile starts one)'];
  const { stacks, samples, durationMs, isRunning } = profile;
  const names = namesOf(vm);
  return [`Profile: ${samples} samples in ${ms(durationMs)}${isRunning ? ', still running' : ''}`, ...timesTable('function', functionTimes(stacks, names), durationMs), ...timesTable('line', lineTimes(stacks, names), durationMs)];
}

function timesTable(title: string, times: readonly Times[], durationMs: number): string[] {
  const row = (self: string, share: string, total: string, name: string): string => `  ${self.padStart(12)} ${share.padStart(6)} ${total.padStart(12)}  ${name}`;
  const rows = times.slice(0, SHOWN).map(({ name, selfMs, totalMs }) => row(ms(selfMs), `${((100 * selfMs) / Math.max(durationMs, Number.MIN_VALUE)).toFixed(1)}%`, ms(totalMs), name));
  return [row('self', '', 'total', title), ...rows, ...(times.length > SHOWN ? [`  ... (${times.length - SHOWN} more)`] : [])];
}

function profileObject(vm: Vm): object {
  const profile = vm.services.profiler.profile();
  if (profile === undefined) return {};
  const names = namesOf(vm);
  const rows = (times: readonly Times[]): object[] => times.slice(0, LISTED).map(({ name, selfMs, totalMs }) => ({ name, self_ms: selfMs, total_ms: totalMs }));
  const { stacks, samples, intervalMs, durationMs, isRunning } = profile;
  return { profile: { samples, interval_ms: intervalMs, duration_ms: durationMs, running: isRunning, functions: rows(functionTimes(stacks, names)), lines: rows(lineTimes(stacks, names)) } };
}

// -- memory

const MEGABYTE = 1 << 20;

function memoryLine({ engine }: Vm): string {
  const { usedBytes, heapBytes, stringBytes, limitBytes } = engine.memory();
  const mb = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`;
  return `Memory: ${mb(usedBytes)} used (heap ${mb(heapBytes)}, strings ${mb(stringBytes)})${limitBytes === 0 ? '' : ` of ${mb(limitBytes)}`}; the process has ${mb(clock.residentBytes())}`;
}

function memoryObject({ engine }: Vm): object {
  const { usedBytes, heapBytes, stringBytes, reservedBytes, collections } = engine.memory();
  return { used_bytes: usedBytes, heap_bytes: heapBytes, string_bytes: stringBytes, allocated_bytes: reservedBytes, resident_bytes: clock.residentBytes(), collections };
}
