/**
 * When the script of an execution stands in the debugger, for the clocks that measure its calls. Counted, because it may be asked about a host
 * point and stop in the debugger there: both hold it.
 */
import type { StopTimes } from '../../runtime/host.ts';

export class Stops implements StopTimes {
  private readonly clocks = new Set<{ hold(): void; goOn(): void }>();
  private holds = 0;

  hold(): void {
    this.holds += 1;
    if (this.holds === 1) for (const clock of this.clocks) clock.hold();
  }

  goOn(): void {
    this.holds -= 1;
    if (this.holds === 0) for (const clock of this.clocks) clock.goOn();
  }

  follow(clock: { hold(): void; goOn(): void }): () => void {
    this.clocks.add(clock);
    if (this.holds > 0) clock.hold();
    return () => void this.clocks.delete(clock);
  }
}
