/**
 * Decides where a program stops and serves a front end while it does: adapts the engine's handlers to the requests and events of
 * `common/debug.ts`. It knows frames, threads and values of Lua and nothing of DAP; how each concept works stands in the files beside.
 *
 * A stopped program sleeps in the mailbox, inside of the engine's handler: its stack is whole, and the kernel's threads go on.
 */
import type { DebugEvent, DebugSetup, StopReason } from '../../common/debug.ts';
import type { SourceLine } from '../../common/events.ts';
import type { HostPoint, HostPointAnswer } from '../../common/host-points.ts';
import type { ToWorker } from '../../common/wire.ts';
import type { Engine, EngineHandlers, EngineStop, FunctionBody, LuaThread, WatchTarget } from '../engine/engine.ts';
import type { Mailbox } from '../mailbox.ts';
import { DebugMail, type DebugMessage } from './debug-mail.ts';
import type { ErrorStop } from './breakpoints/exception-filters.ts';
import { HostStop } from './agent-breakpoints/host-stop.ts';
import { makeParts, type Parts } from './parts.ts';
import { answer, type RequestServices } from './requests.ts';
import { armResume, type Resume } from './stepping/resume.ts';
import { ScriptSteering } from './stepping/script-steering.ts';
import { skipTest } from './sources/skip-files.ts';
import { stoppedEvent, type StopDetails } from './stop-details.ts';
import type { Arrival, StopOwner } from './breakpoints/stop-points.ts';
import { displayText } from './values/value-text.ts';

export class ExecutionManager implements EngineHandlers {
  readonly #engine: Engine;
  readonly #mailbox: Mailbox;
  /** Called before the front end hears anything: what the program has written comes first. */
  readonly #flushOutput: () => void;
  readonly #parts: Parts;
  readonly #mail: DebugMail;
  readonly #services: RequestServices;
  /** What the script itself asks of the debugger. */
  readonly steering: ScriptSteering;
  #isSkipped: (path: string) => boolean = () => false;
  #attached = false;
  #isRunning = false;
  #hasRun = false;
  #stopOnEntry = false;
  #pauseAsked = false;
  #stoppedAt: (StopDetails & { readonly thread: LuaThread }) | undefined;
  #resume: Resume | undefined;
  #movedBy: 'goto' | 'restart' | undefined;

  constructor(engine: Engine, mailbox: Mailbox, flushOutput: () => void) {
    this.#engine = engine;
    this.#mailbox = mailbox;
    this.#flushOutput = flushOutput;
    this.#parts = makeParts(engine, mailbox, {
      event: (event) => this.#event(event),
      message: (category, text, body, line) => this.#message(category, text, body, line),
      isSkipped: (path) => this.#isSkipped(path),
    });
    this.steering = new ScriptSteering(this.#parts.script, {
      canSteer: () => this.#attached && this.#stoppedAt === undefined && !this.#parts.evaluation.isRunning,
      runningThread: () => this.#runningThread(),
      stop: (thread, caller) => this.#stop(thread, 'breakpoint', { caller }),
    });
    const { breakpoints } = this.steering;
    this.#parts.hotReload.follow({ release: () => breakpoints.release(), rebind: () => breakpoints.bind() });
    this.#mail = new DebugMail({ mailbox, evaluation: this.#parts.evaluation, flushOutput, answer: (message) => this.#answer(message) });
    this.#services = {
      ...this.#parts,
      stopped: () => this.#stoppedAt,
      resume: (how) => {
        this.#resume = how;
      },
      movedBy: (reason) => {
        this.#movedBy = reason;
      },
      askPause: () => {
        // One that comes before the first program counts for it; one that came too late for a program does not count for the next.
        this.#pauseAsked = this.#attached && (this.#isRunning || !this.#hasRun);
      },
    };
  }

  // -- for the worker

  get attached(): boolean {
    return this.#attached;
  }

  /** A front end takes over, perhaps from another: nothing of that one's wishes stays. */
  attach(setup: DebugSetup): void {
    this.#forgetWishes();
    this.#attached = true;
    this.#isSkipped = skipTest(setup.skipFiles);
    // A program that runs has its first line behind it: it stops where it is.
    this.#stopOnEntry = setup.stopOnEntry && !this.#isRunning;
    this.#pauseAsked = setup.stopOnEntry && this.#isRunning && this.#stoppedAt === undefined;
    const { sources, breakpoints, dataBreakpoints, exceptions } = this.#parts;
    for (const main of sources.chunks()) sources.of(main);
    for (const source of setup.breakpoints) breakpoints.set(source);
    if (setup.functionBreakpoints) void answer(this.#services, { method: 'setFunctionBreakpoints', params: { breakpoints: setup.functionBreakpoints } });
    exceptions.set(setup.exceptions);
    this.steering.breakpoints.bind();
    // The front end may have heard of them in another run.
    for (const status of dataBreakpoints.set(setup.dataBreakpoints ?? [])) this.#event({ type: 'breakpoint', status });
  }

  detach(): void {
    this.#forgetWishes();
    this.#attached = false;
    this.#resume = 'continue';
  }

  #forgetWishes(): void {
    this.#parts.breakpoints.clear();
    this.#parts.functionBreakpoints.clear();
    this.#parts.dataBreakpoints.clear();
    this.#parts.exceptions.set([]);
    this.steering.breakpoints.release();
    this.steering.forget();
    this.#stopOnEntry = false;
    this.#pauseAsked = false;
    this.#engine.disarmStep();
  }

  /** The file that is going to run, in the spelling it shall be shown under. */
  useSpelling(path: string): void {
    this.#parts.sources.useSpelling(path);
  }

  isFile(chunkName: string): boolean {
    return this.#parts.sources.isFile(chunkName);
  }

  /** A place of the script as its user knows it; undefined for code without a file. */
  siteOf(place: { readonly source: string; readonly line: number } | undefined): SourceLine | undefined {
    const file = place && this.#parts.sources.shownPath(place.source);
    return file === undefined ? undefined : { file, line: place!.line };
  }

  /** The program is compiled and about to run. */
  programLoaded(main: FunctionBody | undefined): void {
    this.#isRunning = true;
    this.#hasRun = true;
    if (!this.#stopOnEntry || main === undefined) return;
    this.#stopOnEntry = false;
    const line = main.entryLine;
    const entry: StopOwner = {
      reason: 'entry',
      id: undefined,
      arrive: () => {
        this.#parts.stopPoints.remove(main, line, entry);
        return true;
      },
    };
    this.#parts.stopPoints.add(main, line, entry);
  }

  programEnded(): void {
    this.#isRunning = false;
    this.#pauseAsked = false;
  }

  /** Whether a message can be served where the worker stands now. */
  wants(message: ToWorker): message is DebugMessage {
    return this.#mail.wants(message);
  }

  /** Serves one message. In a host call that the program waits for, a pause stops it right there. */
  serve(message: DebugMessage, isWaiting: boolean): void {
    this.#mail.serve(message);
    this.#engine.unwind();
    if (!isWaiting || !this.#pauseAsked) return;
    const running = this.#runningThread();
    if (running !== undefined) this.#stop(running, 'pause', {});
  }

  /** A host call that the program waits for has reached a point; it goes on when this answers. */
  reached(point: HostPoint): HostPointAnswer {
    const thread = this.#runningThread();
    // What an evaluation or a condition asks of the host is the debugger's own.
    if (!this.#attached || thread === undefined || this.#stoppedAt !== undefined || this.#parts.evaluation.isRunning) return {};
    const host = new HostStop(this.#engine, point, thread);
    const filters = this.#parts.exceptions.reached(point, host.frame, host.names);
    if (filters.length === 0) return {};
    host.matched(filters);
    this.#stop(thread, 'exception', { host, text: host.text });
    return host.answer();
  }

  #runningThread(): LuaThread | undefined {
    return this.#engine.threads().find((thread) => thread.status === 'running');
  }

  // -- for the engine

  get wantsErrors(): boolean {
    return this.#parts.exceptions.wantsErrors;
  }

  loaded(main: FunctionBody, text: Uint8Array | undefined): void {
    if (this.#parts.sources.isUnseen(main)) return;
    this.#parts.hotReload.loaded(main, text);
    if (!this.#attached) return;
    const { source, isNew } = this.#parts.sources.register(main, text);
    if (isNew) this.#event({ type: 'loadedSource', reason: 'new', source: source.ref });
    this.#parts.breakpoints.bindLoaded(main);
    this.#parts.functionBreakpoints.bindLoaded(main);
    this.#parts.mainLocals.bindLoaded(main);
    this.steering.breakpoints.bindLoaded(main);
  }

  watchEnded(target: WatchTarget): void {
    this.#parts.dataBreakpoints.ended(target);
  }

  debuggerTick(): void {
    this.#parts.evaluation.tick();
  }

  stopped(stop: EngineStop): void {
    switch (stop.kind) {
      case 'tick':
        this.#tick(stop.thread);
        return;
      case 'line':
        this.#arrived(stop);
        return;
      case 'step':
        this.#stepped(stop.thread, stop.body);
        return;
      case 'write':
        this.#written(stop);
        return;
      case 'error':
        this.#raised(stop);
        return;
    }
  }

  // -- deciding

  #tick(thread: LuaThread): void {
    this.#mailbox.throwIfInterrupted();
    this.#mail.serveAll();
    this.#engine.unwind();
    if (this.#pauseAsked) this.#stop(thread, 'pause', {});
  }

  #arrived(stop: Extract<EngineStop, { kind: 'line' }>): void {
    const { thread, body, line } = stop;
    const arrival: Arrival = { thread, body, line, frame: () => this.#engine.topFrame(thread)! };
    // All of them are asked: each counts its own hits.
    let hit: StopOwner[] | undefined;
    for (const owner of this.#parts.stopPoints.at(body, line)) if (owner.arrive(arrival)) (hit ??= []).push(owner);
    if (hit !== undefined) {
      const { reason } = hit.find((owner) => owner.reason === 'entry') ?? hit[0]!;
      this.#stop(thread, reason, { hitBreakpoints: hit.flatMap(({ id }) => id ?? []) });
    } else if (stop.stepDone) this.#stepped(thread, body);
  }

  #written({ thread, writes }: Extract<EngineStop, { kind: 'write' }>): void {
    const hit = this.#parts.dataBreakpoints.written(thread, writes);
    if (hit !== undefined) this.#stop(thread, 'data breakpoint', { hitBreakpoints: hit.ids, text: hit.text });
  }

  #stepped(thread: LuaThread, body: FunctionBody): void {
    const further = this.steering.stepFrom(thread);
    if (further !== undefined) return this.#engine.armStep(further);
    const { path } = this.#parts.sources.of(body).ref;
    // On to the next line of code that is not skipped, wherever that is: a callback, the caller, the caller's caller.
    if (path !== undefined && this.#isSkipped(path)) this.#engine.armStep('in');
    else this.#stop(thread, 'step', {});
  }

  #raised(error: ErrorStop): void {
    if (!this.#attached) return;
    const frame = this.#engine.frames(error.thread).find(({ body }) => body !== undefined);
    if (this.#parts.exceptions.matching(error, frame) === undefined) return;
    this.#stop(error.thread, 'exception', { error, text: displayText(this.#engine, error.value) });
  }

  // -- stopped

  #stop(thread: LuaThread, reason: StopReason, details: StopDetails): void {
    // Breakpoints that a front end sets before it attaches: nobody would hear of the stop, and nobody could end it.
    if (!this.#attached) return;
    this.#engine.disarmStep();
    this.steering.forget();
    this.#pauseAsked = false;
    this.#resume = undefined;
    this.#flushOutput();
    this.#stoppedAt = { ...details, thread };
    let how: Resume;
    try {
      this.#announceStop(thread, reason, details);
      how = this.#serveUntilResumed(thread);
    } finally {
      this.#stoppedAt = undefined;
      this.#parts.forgetReferences();
    }
    this.#event({ type: 'continued', thread: this.#parts.threads.idOf(thread) });
    armResume(this.#engine, how);
    this.#engine.unwind();
  }

  #announceStop(thread: LuaThread, reason: StopReason, details: StopDetails): void {
    this.#parts.threads.announce();
    this.#parts.dataBreakpoints.sweep();
    this.#event(stoppedEvent(this.#parts, thread, reason, details));
  }

  #serveUntilResumed(thread: LuaThread): Resume {
    for (;;) {
      this.#mail.serveNext();
      if (this.#resume !== undefined) return this.#resume;
      if (this.#movedBy !== undefined) this.#announceMove(thread, this.#movedBy);
    }
  }

  /** It stands elsewhere: what it stopped for is over, what was shown of it is stale. */
  #announceMove(thread: LuaThread, reason: 'goto' | 'restart'): void {
    this.#movedBy = undefined;
    this.#parts.forgetReferences();
    this.#stoppedAt = { thread };
    this.#announceStop(thread, reason, {});
  }

  #answer(message: DebugMessage): unknown {
    if (message.type === 'debug') return answer(this.#services, message.request);
    if (message.type === 'attach') this.attach(message.setup);
    else this.detach();
    return null;
  }

  // -- telling

  #event(event: DebugEvent): void {
    if (this.#attached) this.#mailbox.post({ type: 'debugEvent', event });
  }

  #message(category: 'console' | 'important', text: string, body: FunctionBody, line: number): void {
    const file = this.#parts.sources.of(body).ref.path;
    this.#flushOutput();
    this.#event({ type: 'message', category, text, ...(file !== undefined && { site: { file, line } }) });
  }
}
