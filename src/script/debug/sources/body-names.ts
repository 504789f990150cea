/** Remembers the names of a chunk's functions and its lines of text; reads a source once, when somebody first asks. */
import type { FunctionBody } from '../../engine/engine.ts';
import { namedBodies } from '../breakpoints/function-names.ts';
import { rootOf, type Sources } from './sources.ts';

interface ChunkText {
  readonly names: ReadonlyMap<FunctionBody, string>;
  readonly lines: readonly string[];
}

const noText: ChunkText = { names: new Map(), lines: [] };

export class BodyNames {
  readonly #sources: Sources;
  readonly #chunks = new WeakMap<FunctionBody, ChunkText>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  nameOf(body: FunctionBody): string | undefined {
    return this.#chunk(rootOf(body)).names.get(body);
  }

  named(main: FunctionBody): ReadonlyMap<FunctionBody, string> {
    return this.#chunk(main).names;
  }

  /** A line of the body's source; '' when the text cannot be had. */
  line(body: FunctionBody, line: number): string {
    return this.#chunk(rootOf(body)).lines[line - 1] ?? '';
  }

  #chunk(main: FunctionBody): ChunkText {
    const known = this.#chunks.get(main);
    if (known !== undefined) return known;
    const chunk = this.#read(main);
    this.#chunks.set(main, chunk);
    return chunk;
  }

  #read(main: FunctionBody): ChunkText {
    const { ref } = this.#sources.of(main);
    if (ref.path === undefined && ref.sourceReference === undefined) return noText;
    try {
      const text = Buffer.from(this.#sources.text(ref)).toString('utf8');
      return { names: namedBodies(main, text), lines: text.split(/\r?\n/) };
    } catch {
      // The file is gone, or the text is no longer kept: names are a comfort, not a need.
      return noText;
    }
  }
}
