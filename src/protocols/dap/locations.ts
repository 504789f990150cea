/** Numbers for places in sources that values refer to (where a function was defined), for DAP's `locations` request. */
import type { SourcePlace } from '../../common/debug.ts';
import { malformed } from './errors.ts';

export class Locations {
  readonly #places = new Map<number, SourcePlace>();
  #next = 1;

  add(place: SourcePlace): number {
    const id = this.#next++;
    this.#places.set(id, place);
    return id;
  }

  get(id: number): SourcePlace {
    const place = this.#places.get(id);
    if (place === undefined) throw malformed(`there is no location ${id} any more`);
    return place;
  }

  /** The program runs on. */
  clear(): void {
    this.#places.clear();
  }
}
