/**
 * Decides where a program stops: adapts the engine's handlers, and what the worker tells, to the requests and events of `common/debug.ts`. It
 * knows frames, threads and values of Lua and nothing of DAP; how each concept works stands in the files beside.
 */
import type { DebugEvent, DebugSetup, StopReason } from '../../common/debug.ts';
import type { SourceLine } from '../../common/events.ts';
import type { HostPoint, HostPointAnswer } from '../../common/host-points.ts';
import type { ToWorker } from '../../common/wire.ts';
import type { Engine, EngineHandlers, EngineStop, FunctionBody, LuaThread, WatchTarget } from '../engine/engine.ts';
import type { Mailbox } from '../mailbox.ts';
import { HostStop } from './agent-breakpoints/host-stop.ts';
import { Attachment } from './attachment.ts';
import type { ErrorStop } from './breakpoints/exception-filters.ts';
import type { Arrival, StopOwner } from './breakpoints/stop-points.ts';
import { DebugMail, type DebugMessage } from './debug-mail.ts';
import { makeParts, type Parts } from './parts.ts';
import { ProgramStop } from './program-stop.ts';
import { answer, type RequestServices } from './requests.ts';
import type { StopDetails } from './stop-details.ts';
import { RequestedStops } from './stepping/requested-stops.ts';
import { ScriptSteering } from './stepping/script-steering.ts';
import { displayText } from './values/value-text.ts';
import { innermostLuaFrame } from './threads/lua-frame.ts';

export class ExecutionManager implements EngineHandlers {
  readonly #engine: Engine;
  readonly #mailbox: Mailbox;
  /** Called before the front end hears anything: what the program has written comes first. */
  readonly #flushOutput: () => void;
  readonly #parts: Parts;
  readonly #mail: DebugMail;
  readonly #stop: ProgramStop;
  readonly #requested: RequestedStops;
  readonly #attachment: Attachment;
  readonly #services: RequestServices;
  /** What the script itself asks of the debugger. */
  readonly steering: ScriptSteering;

  constructor(engine: Engine, mailbox: Mailbox, flushOutput: () => void) {
    const event = (told: DebugEvent): void => this.#event(told);
    this.#engine = engine;
    this.#mailbox = mailbox;
    this.#flushOutput = flushOutput;
    const parts = (this.#parts = makeParts(engine, mailbox, {
      event,
      message: (category, text, body, line) => this.#message(category, text, body, line),
      isSkipped: (path) => this.#attachment.isSkipped(path),
    }));
    this.#mail = new DebugMail({ mailbox, evaluation: parts.evaluation, flushOutput, answer: (message) => this.#answer(message) });
    this.#stop = new ProgramStop({ parts, mail: this.#mail, flushOutput, event });
    this.#requested = new RequestedStops(parts.stopPoints);
    this.steering = new ScriptSteering(parts.script, {
      canSteer: () => this.#runsForItself,
      runningThread: () => this.#runningThread(),
      stop: (thread, caller) => this.#hold(thread, 'breakpoint', caller === undefined ? {} : { caller }),
    });
    const { breakpoints } = this.steering;
    parts.hotReload.follow({ release: () => breakpoints.release(), rebind: () => breakpoints.bind() });
    this.#attachment = new Attachment({ parts, steering: this.steering, requested: this.#requested, event });
    this.#services = {
      ...parts,
      stopped: () => this.#stop.at,
      resume: (how) => this.#stop.resume(how),
      movedBy: (reason) => this.#stop.moved(reason),
      askPause: () => {
        if (this.attached) this.#requested.askPause();
      },
    };
  }

  // -- for the worker

  get attached(): boolean {
    return this.#attachment.isActive;
  }

  /** The program stands in a stop. */
  get isStopped(): boolean {
    return this.#stop.at !== undefined;
  }

  /** Milliseconds that the program has stood in stops. */
  get heldMs(): number {
    return this.#stop.heldMs;
  }

  /** The name under which a function is written. */
  functionName(body: FunctionBody): string | undefined {
    return this.#parts.script.names.nameOf(body);
  }

  /** A front end takes over, perhaps from another. */
  attach(setup: DebugSetup): void {
    this.#attachment.attach(setup, this.#stop.at !== undefined);
  }

  detach(): void {
    this.#attachment.detach();
    this.#stop.resume('continue');
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
    this.#requested.programLoaded(main);
  }

  programEnded(): void {
    this.#requested.programEnded();
  }

  /** Whether a message can be served where the worker stands now. */
  wants(message: ToWorker): message is DebugMessage {
    return this.#mail.wants(message);
  }

  /** Serves one message. In a host call that the program waits for, a pause stops it right there. */
  serve(message: DebugMessage, isWaiting: boolean): void {
    this.#mail.serve(message);
    this.#engine.unwind();
    if (!isWaiting || !this.#requested.pauseAsked) return;
    const running = this.#runningThread();
    if (running !== undefined) this.#hold(running, 'pause', {});
  }

  /** A host call that the program waits for has reached a point; it goes on when this answers. */
  reached(point: HostPoint): HostPointAnswer {
    const thread = this.#runningThread();
    if (thread === undefined || !this.#runsForItself) return {};
    const host = new HostStop(this.#engine, point, thread);
    const filters = this.#parts.exceptions.reached(point, host.frame, host.names);
    if (filters.length === 0) return {};
    host.matched(filters);
    this.#hold(thread, 'exception', { host, text: host.text });
    return host.answer();
  }

  /** The program runs under a debugger, and on its own account: what an evaluation or a condition does is the debugger's own. */
  get #runsForItself(): boolean {
    return this.attached && this.#stop.at === undefined && !this.#parts.evaluation.isRunning;
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
    if (!this.attached) return;
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
    if (this.#requested.pauseAsked) this.#hold(thread, 'pause', {});
  }

  #arrived(stop: Extract<EngineStop, { kind: 'line' }>): void {
    const { thread, body, line } = stop;
    const arrival: Arrival = { thread, body, line, frame: () => this.#engine.topFrame(thread)! };
    // All of them are asked: each counts its own hits.
    let hit: StopOwner[] | undefined;
    for (const owner of this.#parts.stopPoints.at(body, line)) if (owner.arrive(arrival)) (hit ??= []).push(owner);
    if (hit !== undefined) {
      const { reason } = hit.find((owner) => owner.reason === 'entry') ?? hit[0]!;
      this.#hold(thread, reason, { hitBreakpoints: hit.flatMap(({ id }) => id ?? []) });
    } else if (stop.stepDone) this.#stepped(thread, body);
  }

  #written({ thread, writes }: Extract<EngineStop, { kind: 'write' }>): void {
    const hit = this.#parts.dataBreakpoints.written(thread, writes);
    if (hit !== undefined) this.#hold(thread, 'data breakpoint', { hitBreakpoints: hit.ids, text: hit.text });
  }

  #stepped(thread: LuaThread, body: FunctionBody): void {
    const further = this.steering.stepFrom(thread);
    if (further !== undefined) return this.#engine.armStep(further);
    const { path } = this.#parts.sources.of(body).ref;
    // On to the next line of code that is not skipped, wherever that is: a callback, the caller, the caller's caller.
    if (path !== undefined && this.#attachment.isSkipped(path)) this.#engine.armStep('in');
    else this.#hold(thread, 'step', {});
  }

  #raised(error: ErrorStop): void {
    if (!this.attached) return;
    const frame = innermostLuaFrame(this.#engine, error.thread);
    const matching = this.#parts.exceptions.matching(error, frame);
    if (matching === undefined) return;
    this.#hold(error.thread, 'exception', { error, filter: matching.filter, text: displayText(this.#engine, error.value) });
  }

  #hold(thread: LuaThread, reason: StopReason, details: StopDetails): void {
    // Breakpoints that a front end sets before it attaches: nobody would hear of the stop, and nobody could end it.
    if (!this.attached) return;
    this.#engine.disarmStep();
    this.steering.forget();
    this.#requested.stopped();
    this.#stop.hold(thread, reason, details);
    this.#engine.unwind();
  }

  // -- telling

  #answer(message: DebugMessage): unknown {
    if (message.type === 'debug') return answer(this.#services, message.request);
    if (message.type === 'attach') this.attach(message.setup);
    else this.detach();
    return null;
  }

  #event(event: DebugEvent): void {
    if (this.attached) this.#mailbox.post({ type: 'debugEvent', event });
  }

  #message(category: 'console' | 'important', text: string, body: FunctionBody, line: number): void {
    const file = this.#parts.sources.of(body).ref.path;
    this.#flushOutput();
    this.#event({ type: 'message', category, text, ...(file !== undefined && { site: { file, line } }) });
  }
}
