/**
 * The texts of loaded files: what the program runs is what was loaded, or put in its place since, whatever is on disk by now. Code that was
 * replaced and is still running knows which of its lines are lines of the present text.
 */
import { readFileSync } from 'node:fs';
import type { FunctionBody } from '../../engine/engine.ts';
import { loadableText } from '../../program-text.ts';
import { mapLines, type LineMap } from '../hot-reload/hot-reload-lines.ts';
import { lineTable } from './line-table.ts';
import type { Sources } from './sources.ts';

interface OldChunk {
  readonly main: WeakRef<FunctionBody>;
  readonly text: string;
  /** To the text that the program has now. */
  lines: LineMap;
}

export class ReplacedSources {
  readonly #sources: Sources;
  readonly #texts = new WeakMap<FunctionBody, Uint8Array>();
  readonly #old = new WeakMap<FunctionBody, readonly OldChunk[]>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** A chunk was compiled from this text. Kept for files only: other sources keep their own. */
  keep(main: FunctionBody, text: Uint8Array | undefined): void {
    if (text !== undefined && this.#sources.isFile(main.source)) this.#texts.set(main, text);
  }

  textOf(main: FunctionBody): Uint8Array | undefined {
    return this.#texts.get(main);
  }

  /** `now` has taken the place of `before`, whose code may be running on. */
  replace(before: FunctionBody, now: FunctionBody, text: Uint8Array): void {
    const oldText = this.#texts.get(before)!;
    this.#texts.set(now, text);
    this.#sources.makeOld(before, oldText);
    const chunks = [...(this.#old.get(before) ?? []), { main: new WeakRef(before), text: decode(oldText) }];
    this.#old.set(now, chunks.filter(({ main }) => main.deref() !== undefined).map((old) => ({ ...old, lines: mapLines(old.text, decode(text)) })));
  }

  /** Where old code of a chunk does what a line of the present text says. */
  *placesOf(main: FunctionBody, line: number): Iterable<{ readonly body: FunctionBody; readonly line: number }> {
    for (const old of this.#old.get(main) ?? []) {
      const before = old.lines.toOld(line);
      const chunk = old.main.deref();
      if (before === undefined || chunk === undefined) continue;
      for (const body of lineTable(chunk).bodiesAt(before)) yield { body, line: before };
    }
  }

  /** Whether the file has been saved since the program loaded it: a front end speaks of the lines of the new text. */
  isAhead(key: string): boolean {
    for (const main of this.#sources.chunksOf(key)) {
      const loaded = this.#texts.get(main);
      const { path } = this.#sources.of(main).ref;
      if (loaded === undefined || path === undefined) continue;
      try {
        return Buffer.compare(loaded, loadableText(readFileSync(path))) !== 0;
      } catch {
        return false; // it is gone: the lines can only be those of the text that was there
      }
    }
    return false;
  }
}

export const decode = (text: Uint8Array): string => Buffer.from(text).toString('utf8');
