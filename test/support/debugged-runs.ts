/**
 * Compares runs of random programs, alone and under a debugger that stops everywhere and looks at everything: what they do must be the same, down to the
 * ticks of the VM. A failure prints the smallest program and plan, and the variables with which to see it again.
 */
import fc from 'fast-check';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BreakpointSpec, DataBreakpointInfo, DataBreakpointSpec, DebugRequest, DebugSetup, FrameInfo, ScopeInfo, VariableInfo } from '../../src/common/debug.ts';
import { HOST_POINT_FILTERS } from '../../src/common/host-points.ts';
import { PRELUDE, runningPrograms } from './running-programs.ts';
import { request, runFile, type Reply, type ScriptedDebugger, type Stopped } from './scripted-vm.ts';

/** Beyond, the program is let go: a plan may stop at every line of a long program. */
const MAX_STOPS = 600;

const expressions = ['a', 's', 't', 'o', 'a + 1', 'nothing.at.all', 'tostring(o)', 'show and show(t)', 'error("evaluated")', 'error({})', '#t', '{ a, b }', 'coroutine.running()', 'pcall(error)', 'math.floor(2.5)', '...', 'debug.gethook()', 'x = ', 'coroutine.wrap(function() coroutine.yield(1) end)()'];
/** What a hover can answer without running anything of the program, and what it must refuse. */
const hovers = ['a', 't', 's', 'o', 't.x', 't[1]', 's:upper()', '#t', 'a + 1', 't.x.y', 'show', 'o.x', 'tostring(o)', '-s', 's .. 1', '{}', 'a == o', 'not t', '...'];
const watched = ['a', 's', 't', 'o', 't[1]', 't.x', 'show', 'missing'];
const watchConditions = [undefined, undefined, 'true', 'false', 'old == nil', 'tostring(new) == "1"'];
const conditions = [undefined, undefined, 'false', 'a == nil', 'a == 3', 'tostring(s) == "text"', 'missing.field', '#t > 1'];

interface Action {
  readonly step: 'over' | 'in' | 'out' | 'continue';
  readonly look: 'nothing' | 'evaluate' | 'variables' | 'threads' | 'breakpoints' | 'hover' | 'watch' | 'unwatch';
  readonly pick: number;
  readonly ticks: number;
}
const actions = fc.array(
  fc.record<Action>({
    step: fc.constantFrom('over', 'in', 'in', 'out', 'continue'),
    look: fc.constantFrom('nothing', 'evaluate', 'variables', 'threads', 'breakpoints', 'hover', 'watch', 'watch', 'unwatch'),
    pick: fc.nat(10_000),
    ticks: fc.nat(40),
  }),
  { minLength: 1, maxLength: 30 },
);
const plans = fc.record({ actions, every: fc.integer({ min: 1, max: 4 }), exceptions: fc.subarray(['uncaught', 'caught', 'host', ...HOST_POINT_FILTERS]), pauses: fc.boolean(), entry: fc.boolean() });
type Plan = typeof plans extends fc.Arbitrary<infer T> ? T : never;

interface Place {
  readonly path: string;
  readonly name: string;
}

function breakpointsOn(lineCount: number, every: number, seed: number): BreakpointSpec[] {
  const found: BreakpointSpec[] = [];
  for (let line = 1 + (seed % every); line <= lineCount; line += every) {
    const condition = conditions[(line * 7 + seed) % conditions.length];
    const logMessage = (line + seed) % 11 === 0 ? 'at {a} and {t}' : undefined;
    const hitCondition = (line + seed) % 13 === 0 ? '%2' : undefined;
    found.push({ id: line, line, ...(condition !== undefined && { condition }), ...(logMessage && { logMessage }), ...(hitCondition && { hitCondition }) });
  }
  return found;
}

function debuggerOf(plan: Plan, source: Place, lineCount: number): ScriptedDebugger {
  let stops = 0;
  let asked = 0;
  const watches = new Map<string, DataBreakpointSpec>();
  const action = (): Action => plan.actions[stops % plan.actions.length]!;
  const setup: Partial<DebugSetup> = {
    stopOnEntry: plan.entry,
    breakpoints: [{ source, breakpoints: breakpointsOn(lineCount, plan.every, plan.actions[0]!.pick) }],
    exceptions: plan.exceptions.map((filter, index) => ({ id: index + 1, filter })),
  };
  return {
    setup,
    ...(plan.pauses && {
      ticksUntilAsked: () => (stops < MAX_STOPS ? 1 + action().ticks : Infinity),
      atTick: () => (++asked % 3 === 0 ? request('setBreakpoints', { source, breakpoints: breakpointsOn(lineCount, plan.every + 1, asked) }) : request('pause', { thread: 1 })),
    }),
    *atStop(stop: Stopped) {
      const now = action();
      stops++;
      if (stops > MAX_STOPS) {
        yield request('setBreakpoints', { source, breakpoints: [] });
        yield request('setExceptionFilters', { filters: [] });
        yield request('setDataBreakpoints', { breakpoints: [] });
        yield request('continue', { thread: stop.thread });
        return;
      }
      yield* look(stop, now, source, lineCount, watches);
      if (now.step === 'continue') yield request('continue', { thread: stop.thread });
      else yield request('step', { thread: stop.thread, kind: now.step });
    },
  };
}

function* look(stop: Stopped, { look: kind, pick }: Action, source: Place, lineCount: number, watches: Map<string, DataBreakpointSpec>): Generator<DebugRequest, void, Reply> {
  if (kind === 'nothing') return;
  if (kind === 'breakpoints') {
    yield request('setBreakpoints', { source, breakpoints: breakpointsOn(lineCount, 1 + (pick % 5), pick) });
    return;
  }
  if (kind === 'threads') {
    const { value } = (yield request('threads', {})) as { value: { id: number }[] };
    for (const { id } of value) yield request('stackTrace', { thread: id, start: 0, levels: 20 });
    return;
  }
  const stack = yield request('stackTrace', { thread: stop.thread, start: 0, levels: 20 });
  const frames = ((stack as { value: { frames: FrameInfo[] } }).value.frames ?? []).filter((frame) => frame.source !== undefined);
  const frame = frames[pick % frames.length]?.ref;
  const list = kind === 'hover' && pick % 3 > 0 ? hovers : expressions;
  const expression = list[pick % list.length]!;
  if (kind === 'watch' || kind === 'unwatch') yield* watch(kind, pick, frame, watches);
  else if (kind === 'hover') yield request('evaluate', { expression, context: 'hover', timeoutMs: 5000, ...(frame !== undefined && { frame }) });
  else if (kind === 'evaluate') yield request('evaluate', { expression, context: 'repl', timeoutMs: 5000, ...(frame !== undefined && { frame }) });
  else if (frame !== undefined) {
    const scopes = yield request('scopes', { frame });
    for (const { ref, expensive } of (scopes as { value: ScopeInfo[] }).value) {
      if (expensive) continue;
      const variables = yield request('variables', { ref });
      for (const child of (variables as { value: VariableInfo[] }).value) if (child.ref > 0) yield request('variables', { ref: child.ref });
    }
  }
}

/** Watches one variable or field more, or none any more. */
function* watch(kind: 'watch' | 'unwatch', pick: number, frame: number | undefined, watches: Map<string, DataBreakpointSpec>): Generator<DebugRequest, void, Reply> {
  if (kind === 'unwatch') watches.clear();
  else {
    const found = yield request('dataBreakpointInfo', { name: watched[pick % watched.length]!, ...(frame !== undefined && { frame }) });
    const data = found.ok ? (found.value as DataBreakpointInfo).data : undefined;
    const condition = watchConditions[pick % watchConditions.length];
    if (data !== undefined) watches.set(data, { id: 100_000 + watches.size, data, ...(condition !== undefined && { condition }), ...(pick % 7 === 0 && { hitCondition: '%2' }) });
  }
  yield request('setDataBreakpoints', { breakpoints: [...watches.values()] });
}

const whatItDid = ({ stdout, stderr, end, ticks }: ReturnType<typeof runFile>): object => ({ stdout, stderr, end, ticks });

/** The program without its prelude, which is always the same; then the plan, and how to see it again. */
function reporter({ failed, counterexample, counterexamplePath, seed, errorInstance, numShrinks }: fc.RunDetails<[string, Plan]>): void {
  if (!failed) return;
  const [text, plan] = counterexample!;
  const again = `LLMSPELL_PROPERTY_SEED=${seed} LLMSPELL_PROPERTY_PATH=${counterexamplePath}`;
  throw new Error(`${again} (${numShrinks} shrinks)\n${text.slice(PRELUDE.length)}\n${JSON.stringify(plan)}\n${errorInstance instanceof Error ? errorInstance.message : ''}`, { cause: errorInstance });
}

/** Throws for the first program that does something else when it is debugged. Without `fixedSeed` the programs are others each time. */
export function compareDebuggedRuns(runs: number, fixedSeed?: number): void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-property-')));
  const source = { path: join(folder, 'main.lua'), name: 'main.lua' };
  const ends = new Set<string>();
  let stops = 0;
  let writes = 0;
  const property = fc.property(runningPrograms, plans, (text, plan) => {
    writeFileSync(source.path, text);
    const alone = runFile(source.path);
    const debugged = runFile(source.path, debuggerOf(plan, source, text.split('\n').length));
    stops += debugged.stops.length;
    writes += debugged.stops.filter(({ reason }) => reason === 'data breakpoint').length;
    ends.add(alone.end.reason);
    expect(whatItDid(debugged)).toEqual(whatItDid(alone));
  });
  const { LLMSPELL_PROPERTY_SEED: seed = fixedSeed, LLMSPELL_PROPERTY_PATH: path } = process.env;
  try {
    fc.assert(property, { numRuns: runs, reporter, ...(seed !== undefined && { seed: Number(seed), path: path ?? '' }) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  // The programs do run, in different ways, and are really debugged.
  expect(stops).toBeGreaterThan(runs * 5);
  expect(writes).toBeGreaterThan(0);
  expect([...ends]).toEqual(expect.arrayContaining(['done', 'error']));
}
