/** Stops that a front end asks for without naming a place: on entry, and as soon as possible (pause). Each counts for one program. */
import type { FunctionBody } from '../../engine/engine.ts';
import type { StopOwner, StopPoints } from '../breakpoints/stop-points.ts';

export class RequestedStops {
  readonly #stopPoints: StopPoints;
  #isRunning = false;
  #hasRun = false;
  #onEntry = false;
  #pause = false;

  constructor(stopPoints: StopPoints) {
    this.#stopPoints = stopPoints;
  }

  /** The program is to stop at the next opportunity. */
  get pauseAsked(): boolean {
    return this.#pause;
  }

  askPause(): void {
    // One that comes before the first program counts for it; one that came too late for a program does not count for the next.
    this.#pause = this.#isRunning || !this.#hasRun;
  }

  askEntry(isStopped: boolean): void {
    // A program that runs has its first line behind it: it stops where it is.
    this.#onEntry = !this.#isRunning;
    this.#pause = this.#isRunning && !isStopped;
  }

  /** The program has stopped, for whatever reason. */
  stopped(): void {
    this.#pause = false;
  }

  forget(): void {
    this.#onEntry = false;
    this.#pause = false;
  }

  /** The program is compiled and about to run. */
  programLoaded(main: FunctionBody | undefined): void {
    this.#isRunning = true;
    this.#hasRun = true;
    if (!this.#onEntry || main === undefined) return;
    this.#onEntry = false;
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

  programEnded(): void {
    this.#isRunning = false;
    this.#pause = false;
  }
}
