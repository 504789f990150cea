/**
 * Decides where a program stops and serves a front end while it does: adapts the engine's handlers to the requests and events of
 * `common/debug.ts`. It knows frames, threads and values of Lua and nothing of DAP; how each concept works stands in the files beside.
 *
 * A stopped program sleeps in the mailbox, inside of the engine's handler: its stack is whole, and the kernel's threads go on.
 */
import type { BreakpointStatus, DebugEvent, DebugSetup, StopReason } from '../../common/debug.ts';
import type { SourceLine } from '../../common/events.ts';
import type { ToWorker } from '../../common/wire.ts';
import { LuaInterrupt, type Engine, type EngineHandlers, type EngineStop, type FunctionBody, type LuaFrame, type LuaThread, type StepKind } from '../engine/engine.ts';
import type { Mailbox } from '../mailbox.ts';
import { BodyNames } from './body-names.ts';
import type { BreakpointServices } from './breakpoint.ts';
import { Conditions } from './conditions.ts';
import type { Container } from './containers.ts';
import { DebugError, errorData } from './errors.ts';
import { DEFAULT_LIMIT_MS, Evaluation } from './evaluation.ts';
import { ExceptionFilters, type ErrorStop } from './exception-filters.ts';
import { Frames } from './frames.ts';
import { FunctionBreakpoints } from './function-breakpoints.ts';
import { References } from './references.ts';
import { answer, type RequestServices } from './requests.ts';
import { skipTest } from './skip-files.ts';
import { SourceBreakpoints } from './source-breakpoints.ts';
import { Sources } from './sources.ts';
import { StopPoints, type Arrival, type StopOwner } from './stop-points.ts';
import { Threads } from './threads.ts';
import { displayText } from './value-text.ts';
import { Variables } from './variables.ts';

type DebugMessage = Extract<ToWorker, { type: 'debug' | 'attach' | 'detach' }>;

interface StopDetails {
  readonly text?: string;
  readonly hitBreakpoints?: readonly number[];
  readonly error?: ErrorStop;
}

/** What the front end wants to happen next. */
type Resume = 'continue' | StepKind;

export class ExecutionManager implements EngineHandlers {
  readonly #engine: Engine;
  readonly #mailbox: Mailbox;
  /** Called before the front end hears anything: what the program has written comes first. */
  readonly #flushOutput: () => void;
  readonly #sources: Sources;
  readonly #stopPoints: StopPoints;
  readonly #breakpoints: SourceBreakpoints;
  readonly #functionBreakpoints: FunctionBreakpoints;
  readonly #exceptions: ExceptionFilters;
  readonly #evaluation: Evaluation;
  readonly #threads: Threads;
  readonly #frameRefs = new References<LuaFrame>();
  readonly #containerRefs = new References<Container>();
  readonly #services: RequestServices;
  #isSkipped: (path: string) => boolean = () => false;
  #attached = false;
  #stopOnEntry = false;
  #pauseAsked = false;
  #stoppedAt: (StopDetails & { readonly thread: LuaThread }) | undefined;
  #resume: Resume | undefined;

  constructor(engine: Engine, mailbox: Mailbox, flushOutput: () => void) {
    this.#engine = engine;
    this.#mailbox = mailbox;
    this.#flushOutput = flushOutput;
    this.#evaluation = new Evaluation(engine, mailbox, () => this.#cancelAsked());
    this.#sources = new Sources(engine);
    this.#stopPoints = new StopPoints(engine);
    const names = new BodyNames(this.#sources);
    const conditions = new Conditions(engine, this.#sources, (run) => this.#evaluation.limited(run));
    const services: BreakpointServices = {
      engine,
      conditions,
      message: (category, text, body, line) => this.#message(category, text, body, line),
      display: (frame, expression) => this.#displayed(frame, expression),
    };
    const report = (status: BreakpointStatus): void => this.#event({ type: 'breakpoint', status });
    this.#breakpoints = new SourceBreakpoints(services, this.#sources, this.#stopPoints, report);
    this.#functionBreakpoints = new FunctionBreakpoints(services, this.#sources, names, this.#stopPoints, report);
    this.#exceptions = new ExceptionFilters(engine, conditions, this.#evaluation, (text) => this.#event({ type: 'message', category: 'important', text }));
    this.#threads = new Threads(engine, names, this.#sources, (event) => this.#event(event));
    this.#services = {
      engine,
      sources: this.#sources,
      breakpoints: this.#breakpoints,
      functionBreakpoints: this.#functionBreakpoints,
      exceptions: this.#exceptions,
      evaluation: this.#evaluation,
      threads: this.#threads,
      frames: new Frames(engine, this.#sources, names, this.#frameRefs, (path) => this.#isSkipped(path)),
      variables: new Variables(engine, this.#sources, this.#containerRefs),
      stopped: () => this.#stoppedAt,
      resume: (how) => {
        this.#resume = how;
      },
      askPause: () => {
        this.#pauseAsked = this.#attached;
      },
    };
  }

  // -- for the worker

  get attached(): boolean {
    return this.#attached;
  }

  attach(setup: DebugSetup): void {
    this.#attached = true;
    this.#isSkipped = skipTest(setup.skipFiles);
    this.#stopOnEntry = setup.stopOnEntry;
    for (const main of this.#sources.chunks()) this.#sources.of(main);
    for (const source of setup.breakpoints) this.#breakpoints.set(source);
    if (setup.functionBreakpoints) void answer(this.#services, { method: 'setFunctionBreakpoints', params: { breakpoints: setup.functionBreakpoints } });
    this.#exceptions.set(setup.exceptions);
  }

  detach(): void {
    this.#attached = false;
    this.#breakpoints.clear();
    this.#functionBreakpoints.clear();
    this.#exceptions.set([]);
    this.#pauseAsked = false;
    this.#engine.disarmStep();
    this.#resume = 'continue';
  }

  /** The file that is going to run, in the spelling it shall be shown under. */
  useSpelling(path: string): void {
    this.#sources.useSpelling(path);
  }

  /** A place of the script as its user knows it; undefined for code without a file. */
  siteOf(place: { readonly source: string; readonly line: number } | undefined): SourceLine | undefined {
    const file = place && this.#sources.shownPath(place.source);
    return file === undefined ? undefined : { file, line: place!.line };
  }

  /** The program is compiled and about to run. */
  programLoaded(main: FunctionBody | undefined): void {
    this.#pauseAsked = false;
    if (!this.#stopOnEntry || main === undefined) return;
    this.#stopOnEntry = false;
    const line = main.entryLine;
    const entry: StopOwner = {
      reason: 'entry',
      id: undefined,
      arrive: () => {
        this.#stopPoints.remove(main, line, entry);
        return true;
      },
    };
    this.#stopPoints.add(main, line, entry);
  }

  /** Whether a message can be served where the worker stands now. During an evaluation only its cancel can. */
  wants(message: ToWorker): message is DebugMessage {
    if (message.type !== 'debug' && message.type !== 'attach' && message.type !== 'detach') return false;
    return !this.#evaluation.isRunning || isCancel(message);
  }

  /** Serves one message. In a host call that the program waits for, a pause stops it right there. */
  serve(message: DebugMessage, isWaiting: boolean): void {
    if (this.#evaluation.isRunning) {
      this.#evaluation.cancel();
      this.#mailbox.post({ type: 'debugReply', id: message.id, ok: true, value: null });
      this.#evaluation.tick();
      return;
    }
    this.#serveOne(message);
    if (!isWaiting || !this.#pauseAsked) return;
    const running = this.#engine.threads().find((thread) => thread.status === 'running');
    if (running !== undefined) this.#stop(running, 'pause', {});
  }

  // -- for the engine

  get wantsErrors(): boolean {
    return !this.#exceptions.isEmpty;
  }

  loaded(main: FunctionBody, text: Uint8Array | undefined): void {
    if (this.#sources.isUnseen(main) || !this.#attached) return;
    const { source, isNew } = this.#sources.register(main, text);
    if (isNew) this.#event({ type: 'loadedSource', source: source.ref });
    this.#breakpoints.bindLoaded(main);
    this.#functionBreakpoints.bindLoaded(main);
  }

  debuggerTick(): void {
    this.#evaluation.tick();
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
      case 'error':
        this.#raised(stop);
        return;
    }
  }

  // -- deciding

  #tick(thread: LuaThread): void {
    this.#mailbox.throwIfInterrupted();
    for (let message = this.#poll(); message !== undefined; message = this.#poll()) this.#serveOne(message);
    if (this.#pauseAsked) this.#stop(thread, 'pause', {});
  }

  #arrived(stop: Extract<EngineStop, { kind: 'line' }>): void {
    const { thread, body, line } = stop;
    const arrival: Arrival = { thread, body, line, frame: () => this.#engine.topFrame(thread)! };
    // All of them are asked: each counts its own hits.
    let hit: StopOwner[] | undefined;
    for (const owner of this.#stopPoints.at(body, line)) if (owner.arrive(arrival)) (hit ??= []).push(owner);
    if (hit !== undefined) {
      const { reason } = hit.find((owner) => owner.reason === 'entry') ?? hit[0]!;
      this.#stop(thread, reason, { hitBreakpoints: hit.flatMap(({ id }) => id ?? []) });
    } else if (stop.stepDone) this.#stepped(thread, body);
  }

  #stepped(thread: LuaThread, body: FunctionBody): void {
    const { path } = this.#sources.of(body).ref;
    // On to the next line of code that is not skipped, wherever that is: a callback, the caller, the caller's caller.
    if (path !== undefined && this.#isSkipped(path)) this.#engine.armStep('in');
    else this.#stop(thread, 'step', {});
  }

  #raised(error: ErrorStop): void {
    if (!this.#attached) return;
    const frame = this.#engine.frames(error.thread).find(({ body }) => body !== undefined);
    if (this.#exceptions.matching(error, frame) === undefined) return;
    this.#stop(error.thread, 'exception', { error, text: displayText(this.#engine, error.value) });
  }

  // -- stopped

  #stop(thread: LuaThread, reason: StopReason, details: StopDetails): void {
    // Breakpoints that a front end sets before it attaches: nobody would hear of the stop, and nobody could end it.
    if (!this.#attached) return;
    this.#engine.disarmStep();
    this.#pauseAsked = false;
    this.#resume = undefined;
    this.#flushOutput();
    this.#stoppedAt = { ...details, thread };
    let how: Resume;
    try {
      this.#announceStop(thread, reason, details);
      how = this.#serveUntilResumed();
    } finally {
      this.#stoppedAt = undefined;
      this.#frameRefs.clear();
      this.#containerRefs.clear();
    }
    this.#event({ type: 'continued', thread: this.#threads.idOf(thread) });
    if (how !== 'continue') this.#engine.armStep(how);
  }

  #announceStop(thread: LuaThread, reason: StopReason, details: StopDetails): void {
    this.#threads.announce();
    const frame = this.#engine.frames(thread).find(({ body }) => body !== undefined);
    const file = frame?.body && this.#sources.of(frame.body).ref.path;
    const { text, hitBreakpoints } = details;
    this.#event({
      type: 'stopped',
      reason,
      thread: this.#threads.idOf(thread),
      ...(text !== undefined && { text, description: details.error?.caught ? 'Paused on a caught error' : 'Paused on an error' }),
      ...(hitBreakpoints?.length && { hitBreakpoints }),
      ...(file !== undefined && { site: { file, line: frame!.line } }),
    });
  }

  #serveUntilResumed(): Resume {
    for (;;) {
      this.#serveOne(this.#mailbox.take((message) => this.wants(message)) as DebugMessage);
      if (this.#resume !== undefined) return this.#resume;
    }
  }

  #serveOne(message: DebugMessage): void {
    const { id } = message;
    try {
      const value = this.#answer(message);
      // What an evaluation has printed stands before its result.
      this.#flushOutput();
      this.#mailbox.post({ type: 'debugReply', id, ok: true, value });
    } catch (error) {
      if (error instanceof LuaInterrupt) throw error;
      this.#flushOutput();
      this.#mailbox.post({ type: 'debugReply', id, ok: false, error: errorData(error) });
    }
  }

  #answer(message: DebugMessage): unknown {
    if (message.type === 'debug') return answer(this.#services, message.request);
    if (message.type === 'attach') this.attach(message.setup);
    else this.detach();
    return null;
  }

  #poll(): DebugMessage | undefined {
    return this.#mailbox.poll((message) => this.wants(message)) as DebugMessage | undefined;
  }

  #cancelAsked(): boolean {
    const message = this.#mailbox.poll(isCancel);
    if (message?.type !== 'debug') return false;
    this.#mailbox.post({ type: 'debugReply', id: message.id, ok: true, value: null });
    return true;
  }

  // -- telling

  #event(event: DebugEvent): void {
    if (this.#attached) this.#mailbox.post({ type: 'debugEvent', event });
  }

  #message(category: 'console' | 'important', text: string, body: FunctionBody, line: number): void {
    const file = this.#sources.of(body).ref.path;
    this.#flushOutput();
    this.#event({ type: 'message', category, text, ...(file !== undefined && { site: { file, line } }) });
  }

  /** A logpoint's expression; its error in place of its value, so that the rest of the text still comes. */
  #displayed(frame: LuaFrame, expression: string): string {
    try {
      const values = this.#evaluation.evaluate(expression, frame, DEFAULT_LIMIT_MS);
      return values.map((value) => displayText(this.#engine, value)).join(', ');
    } catch (error) {
      if (error instanceof DebugError) return `<${error.message}>`;
      throw error;
    }
  }
}

const isCancel = (message: ToWorker): boolean => message.type === 'debug' && message.request.method === 'cancelEvaluate';
