/**
 * One Lua VM in its worker: puts together engine, debugger, output and host calls, runs programs in it one after the other, and serves
 * the mailbox in between. The worker lives in `serve` and never returns to an event loop.
 */
import { realPath } from '../base/paths.ts';
import type { SourceLine } from '../common/events.ts';
import type { ExecutionContext, ExecutionEnd, Program } from '../common/execution.ts';
import type { HostValue } from '../common/values.ts';
import type { ToWorker } from '../common/wire.ts';
import { ExecutionManager } from './debug/execution-manager.ts';
import { LuaError, LuaInterrupt, type Engine, type EngineStop, type FunctionBody, type LuaValue } from './engine/engine.ts';
import { clock } from './globals/clock.ts';
import { installGlobals, type ScriptGlobals } from './globals/index.ts';
import { JsonValueError, stringifyJson } from './globals/json/stringify.ts';
import { describeEnd } from './execution-end.ts';
import { HostCalls } from './host-calls.ts';
import type { Mailbox } from './mailbox.ts';
import { OutputStream } from './output.ts';
import { startPulse } from './profiler/pulse.ts';
import { Sampler } from './profiler/sampler.ts';
import { readProgram } from './program-text.ts';
import type { HostCallback, ScriptDebugger, WorkerServices } from './services.ts';

type Run = Extract<ToWorker, { type: 'run' }>;

/** Index of the limit in the engine's tick buffer ([ticks, limit]). */
const TICK_LIMIT = 1;

export class ScriptVm implements WorkerServices {
  readonly profiler: Sampler;
  readonly #mailbox: Mailbox;
  readonly #engine: Engine;
  readonly #manager: ExecutionManager;
  readonly #output: OutputStream;
  readonly #hostCalls: HostCalls;
  readonly #ticks: Float64Array;
  #run: Run | undefined;
  #globals: ScriptGlobals | undefined;

  constructor(mailbox: Mailbox, engine: Engine) {
    this.#mailbox = mailbox;
    this.#engine = engine;
    this.#ticks = new Float64Array(engine.tickBuffer);
    const manager = (this.#manager = new ExecutionManager(engine, mailbox, () => this.#output.flush()));
    this.#output = new OutputStream(mailbox, { tickIn: (ticks) => this.#tickIn(ticks), serveWaiting: () => this.#serveWaiting(), get isHeld() { return manager.isStopped; } });
    this.#hostCalls = new HostCalls(engine, mailbox, {
      wants: (message) => this.#manager.wants(message),
      serve: (message) => this.#manager.wants(message) && this.#manager.serve(message, true),
      reached: (point) => this.#manager.reached(point),
      beforeCall: () => this.#output.flush(),
      site: () => this.#site(),
    });
    this.profiler = new Sampler({ engine, now: () => clock.monotonic() - manager.heldMs, pulse: (intervalMs) => startPulse(engine.tickBuffer, intervalMs) });
    engine.setHandlers({
      stopped: (stop) => this.#stopped(stop),
      loaded: (main, text) => manager.loaded(main, text),
      debuggerTick: () => manager.debuggerTick(),
      watchEnded: (target) => manager.watchEnded(target),
      get wantsErrors() {
        return manager.wantsErrors;
      },
    });
  }

  /** Runs what comes, until the thread is ended from outside. */
  serve(): never {
    for (;;) {
      const message = this.#mailbox.takeIdle(() => true);
      if (message.type === 'run') this.#execute(message);
      else if (this.#manager.wants(message)) this.#manager.serve(message, false);
      // Everything else is an answer to a call of an execution that has ended.
    }
  }

  // -- WorkerServices

  get context(): ExecutionContext {
    return this.#running.context;
  }

  get args(): readonly string[] {
    return this.#running.args;
  }

  get scriptPath(): string | undefined {
    const { program } = this.#running;
    return program.kind === 'file' ? program.path : undefined;
  }

  get debugger(): ScriptDebugger {
    return this.#manager.steering;
  }

  get debugging(): boolean {
    return this.#manager.attached;
  }

  callHost(name: string, args: readonly HostValue[], callbacks: ReadonlyMap<number, HostCallback>): readonly HostValue[] {
    if (!this.profiler.isRunning) return this.#hostCalls.call(name, args, callbacks);
    const profiled = new Map([...callbacks].map(([number, callback]): [number, HostCallback] => [number, (values) => this.profiler.calledBack(() => callback(values))]));
    return this.profiler.waiting(name.replace(/^\$/, ''), () => this.#hostCalls.call(name, args, profiled));
  }

  write(category: 'stdout' | 'stderr', data: Uint8Array): void {
    this.#output.write(category, data, this.#site());
  }

  functionName(body: FunctionBody): string | undefined {
    return this.#manager.functionName(body);
  }

  exit(code: number): never {
    throw new LuaInterrupt('exit', 'os.exit', code);
  }

  // -- running

  get #running(): Run {
    if (this.#run === undefined) throw new Error('no program is running');
    return this.#run;
  }

  #execute(run: Run): void {
    this.#run = run;
    this.#output.begin();
    const ended = this.#endOf(run);
    this.#manager.programEnded();
    this.profiler.stop();
    const end = this.#writeOutFiles() ?? ended;
    this.#mailbox.clearInterrupt();
    this.#output.flush();
    this.#mailbox.post({ type: 'ended', executionId: run.context.executionId, end });
  }

  /**
   * A program that was ended from outside loses what it had not flushed, as a killed process does. Answers another end when that went beyond
   * a limit.
   */
  #writeOutFiles(): ExecutionEnd | undefined {
    try {
      this.#globals?.programEnded();
      return undefined;
    } catch (error) {
      if (!(error instanceof LuaInterrupt)) throw error;
      return error.reason === 'output' ? describeEnd(error, this.#engine) : undefined;
    }
  }

  #endOf(run: Run): ExecutionEnd {
    try {
      if (run.program.kind === 'file') this.#manager.useSpelling(run.program.path);
      if (run.debug !== undefined) this.#manager.attach(run.debug);
      this.#globals ??= installGlobals(this.#engine, this);
      const main = this.#compile(run.program);
      this.#manager.programLoaded(this.#engine.functionBody(main));
      const results = this.#engine.call(main, run.args.map((arg) => this.#engine.string(arg)));
      return { exitCode: 0, reason: 'done', ...(results.length > 0 && { result: this.#printed(results) }), ...(run.jsonResult && this.#asJson(results)) };
    } catch (error) {
      return describeEnd(error, this.#engine);
    }
  }

  /** Throws LuaError for what is no Lua. */
  #compile(program: Program): LuaValue {
    if (program.kind === 'file') return this.#engine.load(readProgram(program.path), `@${realPath(program.path)}`);
    // A bare expression is a result: `6*7` is `return 6*7`.
    try {
      return this.#engine.load(Buffer.from(`return ${program.code}`), program.chunkName);
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      return this.#engine.load(Buffer.from(program.code), program.chunkName);
    }
  }

  /** As `print` writes them. */
  #printed(values: readonly LuaValue[]): string {
    return values.map((value) => this.#engine.toDisplay(value)).join('\t');
  }

  #asJson([value, ...more]: readonly LuaValue[]): Pick<ExecutionEnd, 'resultJson'> {
    if (value === undefined || more.length > 0 || this.#engine.type(value) !== 'table') return {};
    try {
      return { resultJson: stringifyJson(value, this.#engine) };
    } catch (error) {
      if (error instanceof JsonValueError) return {};
      throw error;
    }
  }

  // -- for output and host calls

  #site(): SourceLine | undefined {
    // Code from `load` has no file to lead to: the line that called it does.
    return this.#manager.siteOf(this.#engine.callSite((source) => this.#manager.isFile(source)));
  }

  #stopped(stop: EngineStop): void {
    if (stop.kind === 'tick') this.#output.flushIfDue();
    this.profiler.look();
    this.#manager.stopped(stop);
  }

  #serveWaiting(): void {
    const wanted = (message: ToWorker): boolean => this.#manager.wants(message);
    for (let message = this.#mailbox.poll(wanted); message !== undefined; message = this.#mailbox.poll(wanted)) {
      if (this.#manager.wants(message)) this.#manager.serve(message, false);
    }
  }

  /** The kernel writes 0 there for attention, at any time: what it asked for in between must not get lost. */
  #tickIn(ticks: number): void {
    this.#ticks[TICK_LIMIT] = Math.min(this.#ticks[TICK_LIMIT]!, this.#engine.ticks + ticks);
    if (this.#mailbox.hasNews) this.#ticks[TICK_LIMIT] = 0;
  }
}
