/**
 * Compares runs of random programs, alone and under a debugger that stops everywhere and looks at everything: what they do must be the same, down to the
 * ticks of the VM. A failure prints the smallest program and plan, and the variables with which to see it again.
 */
import fc from 'fast-check';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BreakpointSpec, DebugRequest, DebugSetup, FrameInfo, ScopeInfo, VariableInfo } from '../../src/common/debug.ts';
import { PRELUDE, runningPrograms } from './running-programs.ts';
import { request, runFile, type Reply, type ScriptedDebugger, type Stopped } from './scripted-vm.ts';

/** Beyond, the program is let go: a plan may stop at every line of a long program. */
const MAX_STOPS = 600;

const expressions = ['a', 's', 't', 'o', 'a + 1', 'nothing.at.all', 'tostring(o)', 'show and show(t)', 'error("evaluated")', 'error({})', '#t', '{ a, b }', 'coroutine.running()', 'pcall(error)', 'math.floor(2.5)', '...', 'debug.gethook()', 'x = ', 'coroutine.wrap(function() coroutine.yield(1) end)()'];
const conditions = [undefined, undefined, 'false', 'a == nil', 'a == 3', 'tostring(s) == "text"', 'missing.field', '#t > 1'];

interface Action {
  readonly step: 'over' | 'in' | 'out' | 'continue';
  readonly look: 'nothing' | 'evaluate' | 'variables' | 'threads' | 'breakpoints' | 'hover';
  readonly pick: number;
  readonly ticks: number;
}
const actions = fc.array(
  fc.record<Action>({
    step: fc.constantFrom('over', 'in', 'in', 'out', 'continue'),
    look: fc.constantFrom('nothing', 'evaluate', 'variables', 'threads', 'breakpoints', 'hover'),
    pick: fc.nat(10_000),
    ticks: fc.nat(40),
  }),
  { minLength: 1, maxLength: 30 },
);
const plans = fc.record({ actions, every: fc.integer({ min: 1, max: 4 }), exceptions: fc.subarray(['uncaught', 'caught', 'host']), pauses: fc.boolean(), entry: fc.boolean() });
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
  const action = (): Action => plan.actions[stops % plan.actions.length]!;
  const setup: Partial<DebugSetup> = {
    stopOnEntry: plan.entry,
    breakpoints: [{ source, breakpoints: breakpointsOn(lineCount, plan.every, plan.actions[0]!.pick) }],
    exceptions: plan.exceptions.map((filter) => ({ filter })),
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
        yield request('continue', { thread: stop.thread });
        return;
      }
      yield* look(stop, now, source, lineCount);
      if (now.step === 'continue') yield request('continue', { thread: stop.thread });
      else yield request('step', { thread: stop.thread, kind: now.step });
    },
  };
}

function* look(stop: Stopped, { look: kind, pick }: Action, source: Place, lineCount: number): Generator<DebugRequest, void, Reply> {
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
  const expression = expressions[pick % expressions.length]!;
  if (kind === 'hover') yield request('evaluate', { expression, context: 'hover', timeoutMs: 5000, ...(frame !== undefined && { frame }) });
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

const whatItDid = ({ stdout, stderr, end, ticks }: ReturnType<typeof runFile>): object => ({ stdout, stderr, end, ticks });

/** The program without its prelude, which is always the same; then the plan, and how to see it again. */
function reporter({ failed, counterexample, counterexamplePath, seed, errorInstance, numShrinks }: fc.RunDetails<[string, Plan]>): void {
  if (!failed) return;
  const [text, plan] = counterexample!;
  const again = `LLMSPELL_PROPERTY_SEED=${seed} LLMSPELL_PROPERTY_PATH=${counterexamplePath}`;
  throw new Error(`${again} (${numShrinks} shrinks)\n${text.slice(PRELUDE.length)}\n${JSON.stringify(plan)}\n${errorInstance instanceof Error ? errorInstance.message : ''}`, { cause: errorInstance });
}

/** Throws for the first program that does something else when it is debugged. */
export function compareDebuggedRuns(runs: number): void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-property-')));
  const source = { path: join(folder, 'main.lua'), name: 'main.lua' };
  const ends = new Set<string>();
  let stops = 0;
  const property = fc.property(runningPrograms, plans, (text, plan) => {
    writeFileSync(source.path, text);
    const alone = runFile(source.path);
    const debugged = runFile(source.path, debuggerOf(plan, source, text.split('\n').length));
    stops += debugged.stops.length;
    ends.add(alone.end.reason);
    expect(whatItDid(debugged)).toEqual(whatItDid(alone));
  });
  const { LLMSPELL_PROPERTY_SEED: seed, LLMSPELL_PROPERTY_PATH: path } = process.env;
  try {
    fc.assert(property, { numRuns: runs, reporter, ...(seed !== undefined && { seed: Number(seed), path: path ?? '' }) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  // The programs do run, in different ways, and are really debugged.
  expect(stops).toBeGreaterThan(runs * 5);
  expect([...ends]).toEqual(expect.arrayContaining(['done', 'error']));
}
