/** For the tests of this folder: the real engine with the globals installed, and a worker whose kernel is a table of answers. */
import type { ExecutionContext } from '../../common/execution.ts';
import type { HostValue } from '../../common/values.ts';
import { LuaError, LuaInterrupt, type Engine } from '../engine/engine.ts';
import { createEngine } from '../engine/index.ts';
import { HostCallError, type HostCallback, type ScriptBreakpointPlace, type WorkerServices } from '../services.ts';
import { Sampler } from '../profiler/sampler.ts';
import { installGlobals, type ScriptGlobals } from './index.ts';

export type FakeHost = Readonly<Record<string, (args: readonly HostValue[], callbacks: ReadonlyMap<number, HostCallback>) => HostValue>>;

export interface ScriptOptions {
  readonly host?: FakeHost;
  readonly args?: readonly string[];
  readonly scriptPath?: string;
  readonly context?: Partial<ExecutionContext>;
}

export interface Script {
  readonly engine: Engine;
  readonly globals: ScriptGlobals;
  /** What was written, as Latin-1, so that every byte shows. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly calls: { readonly name: string; readonly args: readonly HostValue[] }[];
  /** What the script asked of the debugger. */
  readonly steered: readonly (ScriptBreakpointPlace | string)[];
  /** Runs Lua and answers its results as `tostring` shows them. */
  run(code: string): string[];
  /** Runs Lua that must fail, and answers the error's text. */
  fails(code: string): string;
}

/** What every kernel answers. */
const standard: FakeHost = { '$debug.settings': () => ({ enabled: true, level: 'info', capturedEntries: 10_000 }) };

export const CHUNK = '@/scripts/main.lua';

export function script(options: ScriptOptions = {}): Script {
  const written = { stdout: '', stderr: '' };
  const calls: Script['calls'] = [];
  const steered: (ScriptBreakpointPlace | string)[] = [];
  const engine = createEngine({ memoryLimit: 0, handlers: {} });
  const services: WorkerServices = {
    context: { executionId: 'e', sessionId: 's', correlationId: 'c', cwd: '/spells', env: {}, origin: 'run', ...options.context },
    args: options.args ?? [],
    scriptPath: options.scriptPath,
    debugging: false,
    debugger: {
      addBreakpoint: (place) => void steered.push(place),
      stopHere: () => void steered.push('stopHere'),
      step: (kind) => void steered.push(kind),
      goOn: () => void steered.push('goOn'),
    },
    // Nothing calls its attention here: it samples where the script starts and stops it.
    profiler: new Sampler({ engine, now: () => performance.now(), pulse: () => () => undefined }),
    functionName: () => undefined,
    write: (category, data) => {
      written[category] += Buffer.from(data).toString('latin1');
    },
    exit: (code) => {
      throw new LuaInterrupt('exit', 'exit', code);
    },
    callHost: (name, args, callbacks) => {
      calls.push({ name, args });
      const answer = options.host?.[name] ?? standard[name];
      if (answer === undefined) throw new HostCallError({ code: 'test', message: `the test has no answer for ${name}` });
      return [answer(args, callbacks)];
    },
  };
  const globals = installGlobals(engine, services);
  const run: Script['run'] = (code) => engine.call(engine.load(new TextEncoder().encode(code), CHUNK), []).map((value) => engine.toDisplay(value));
  return {
    engine,
    globals,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    calls,
    steered,
    run,
    fails: (code) => {
      try {
        run(code);
      } catch (error) {
        if (error instanceof LuaError) return error.message;
        throw error;
      }
      throw new Error('the script did not fail');
    },
  };
}
