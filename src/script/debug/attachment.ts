/** The front end that debugs the program: its wishes are taken over as a whole, and nothing of them stays when it leaves or another comes. */
import type { DebugEvent, DebugSetup } from '../../common/debug.ts';
import type { Parts } from './parts.ts';
import { skipTest } from './sources/skip-files.ts';
import type { RequestedStops } from './stepping/requested-stops.ts';
import type { ScriptSteering } from './stepping/script-steering.ts';

export interface AttachmentSurroundings {
  readonly parts: Parts;
  readonly steering: ScriptSteering;
  readonly requested: RequestedStops;
  readonly event: (event: DebugEvent) => void;
}

export class Attachment {
  readonly #around: AttachmentSurroundings;
  #isActive = false;
  #isSkipped: (path: string) => boolean = () => false;

  constructor(around: AttachmentSurroundings) {
    this.#around = around;
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  /** Code that the front end does not want to see while it steps. */
  isSkipped(path: string): boolean {
    return this.#isSkipped(path);
  }

  attach(setup: DebugSetup, isStopped: boolean): void {
    const { parts, steering, requested, event } = this.#around;
    const { sources, breakpoints, functionBreakpoints, dataBreakpoints, exceptions } = parts;
    this.#forgetWishes();
    this.#isActive = true;
    this.#isSkipped = skipTest(setup.skipFiles);
    if (setup.stopOnEntry) requested.askEntry(isStopped);
    for (const main of sources.chunks()) sources.of(main);
    for (const source of setup.breakpoints) breakpoints.set(source);
    if (setup.functionBreakpoints) functionBreakpoints.set(setup.functionBreakpoints);
    exceptions.set(setup.exceptions);
    steering.breakpoints.bind();
    // The front end may have heard of them in another run.
    for (const status of dataBreakpoints.set(setup.dataBreakpoints ?? [])) event({ type: 'breakpoint', status });
  }

  detach(): void {
    this.#forgetWishes();
    this.#isActive = false;
  }

  #forgetWishes(): void {
    const { parts, steering, requested } = this.#around;
    parts.breakpoints.clear();
    parts.functionBreakpoints.clear();
    parts.dataBreakpoints.clear();
    parts.exceptions.set([]);
    steering.breakpoints.release();
    steering.forget();
    requested.forget();
    parts.engine.disarmStep();
  }
}
