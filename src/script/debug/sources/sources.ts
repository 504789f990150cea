/**
 * Which source a compiled chunk belongs to, as a front end knows it: a file by its path, the text of a `load` by a number.
 *
 * Files match by `pathKey` (case, `..`, symlinks), and are shown under the spelling the front end used. The number of a text is
 * made from the text itself: the same text loaded again, also by the next run, has the same number, so its breakpoints stay.
 */
import { basename, isAbsolute } from 'node:path';
import { readFileSync } from 'node:fs';
import type { SourceRef } from '../../../common/debug.ts';
import { pathKey } from '../../../base/paths.ts';
import type { Engine, FunctionBody } from '../../engine/engine.ts';
import { unknownSource } from '../errors.ts';

export interface ChunkSource {
  readonly ref: SourceRef;
  /** Equal for chunks of one source; undefined when breakpoints cannot be set in it. */
  readonly key: string | undefined;
}

/** Texts kept for chunks without a file; beyond, the oldest goes. Scripts may `load` for ever. */
const MAX_TEXTS = 1000;

export class Sources {
  readonly #engine: Engine;
  readonly #chunks = new WeakMap<FunctionBody, ChunkSource>();
  /** Path key → the path as the front end wrote it. */
  readonly #spelling = new Map<string, string>();
  readonly #texts = new Map<number, { readonly ref: SourceRef; readonly text: Uint8Array }>();
  readonly #files = new Map<string, SourceRef>();
  /** Compiled by the debugger itself: nobody's code. */
  readonly #unseen = new WeakSet<FunctionBody>();
  readonly #old = new WeakSet<FunctionBody>();
  #hiding = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** From now on the file is shown under this path. */
  useSpelling(path: string): void {
    this.#spelling.set(pathKey(path), path);
  }

  /** Whether a chunk name names a file; asked for every line of output, so it looks at the name alone. */
  isFile(chunkName: string): boolean {
    return filePath(chunkName) !== undefined;
  }

  /** The path of a file chunk as it is shown; undefined for other chunks. */
  shownPath(chunkName: string): string | undefined {
    const path = filePath(chunkName);
    return path === undefined ? undefined : (this.#spelling.get(pathKey(path)) ?? path);
  }

  /** Compiles something for the debugger's own use: the chunk is no source, and no breakpoint goes into it. */
  unseen<T>(compile: () => T): T {
    const before = this.#hiding;
    this.#hiding = true;
    try {
      return compile();
    } finally {
      this.#hiding = before;
    }
  }

  /** Whether a chunk that the engine reports is the debugger's own. */
  isUnseen(main: FunctionBody): boolean {
    if (this.#hiding) this.#unseen.add(main);
    return this.#unseen.has(main);
  }

  /** Makes a chunk known. `isNew`: nothing of this source was loaded before. */
  register(main: FunctionBody, text: Uint8Array | undefined): { readonly source: ChunkSource; readonly isNew: boolean } {
    const path = filePath(main.source);
    if (path !== undefined) return this.#registerFile(main, path);
    const bytes = text ?? textOf(main.source);
    if (bytes === undefined) {
      const source = { ref: { name: chunkTitle(main.source) }, key: undefined };
      this.#chunks.set(main, source);
      return { source, isNew: false };
    }
    return this.#registerText(main, bytes);
  }

  of(body: FunctionBody): ChunkSource {
    const main = rootOf(body);
    return this.#chunks.get(main) ?? this.register(main, undefined).source;
  }

  /** The key of a source a front end names; undefined for one that cannot be matched. */
  keyOf(source: SourceRef): string | undefined {
    if (source.sourceReference !== undefined && source.sourceReference > 0) return textKey(source.sourceReference);
    return source.path === undefined ? undefined : pathKey(source.path);
  }

  /** The chunks that the engine still knows. */
  *chunks(): Iterable<FunctionBody> {
    // A chunk that has run may be gone while functions of it live.
    const mains = new Set<FunctionBody>();
    for (const body of this.#engine.bodies()) mains.add(rootOf(body));
    for (const main of mains) if (!this.#unseen.has(main)) yield main;
  }

  *chunksOf(key: string): Iterable<FunctionBody> {
    for (const main of this.chunks()) if (this.of(main).key === key) yield main;
  }

  /** The code of a file was replaced: what goes on running of it shows the text it was compiled from. */
  makeOld(main: FunctionBody, text: Uint8Array): void {
    const { name } = this.of(main).ref;
    this.#registerText(main, text, `${name} (old code)`, 'the text before it was saved');
    this.#old.add(main);
  }

  /** Whether a body belongs to code that has been replaced. */
  isOld(body: FunctionBody): boolean {
    return this.#old.has(rootOf(body));
  }

  /** The text of a source: of a `load`, or of a file. Throws `unknown_source`. */
  text(source: SourceRef): Uint8Array {
    if (source.sourceReference !== undefined && source.sourceReference > 0) {
      const known = this.#texts.get(source.sourceReference);
      if (known === undefined) throw unknownSource(source.sourceReference);
      return known.text;
    }
    return readFileSync(source.path ?? '');
  }

  loaded(): SourceRef[] {
    return [...this.#files.values(), ...[...this.#texts.values()].map(({ ref }) => ref)];
  }

  #registerFile(main: FunctionBody, path: string): { source: ChunkSource; isNew: boolean } {
    const key = pathKey(path);
    const shown = this.shownPath(main.source) ?? path;
    const source = { ref: { path: shown, name: basename(shown) }, key };
    const isNew = !this.#files.has(key);
    this.#chunks.set(main, source);
    this.#files.set(key, source.ref);
    return { source, isNew };
  }

  #registerText(main: FunctionBody, text: Uint8Array, name = chunkTitle(main.source), origin?: string): { source: ChunkSource; isNew: boolean } {
    const number = this.#numberFor(name, text);
    const isNew = !this.#texts.has(number);
    const ref = { sourceReference: number, name, ...(origin !== undefined && { origin }) };
    if (isNew) this.#texts.set(number, { ref, text: Uint8Array.from(text) });
    if (this.#texts.size > MAX_TEXTS) this.#texts.delete(this.#texts.keys().next().value!);
    const source = { ref, key: textKey(number) };
    this.#chunks.set(main, source);
    return { source, isNew };
  }

  /** A hash of name and text, moved on when another text already has it. 31 bits: what DAP allows. */
  #numberFor(name: string, text: Uint8Array): number {
    let hash = 0x811c9dc5;
    for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193);
    hash = Math.imul(hash ^ 0xff, 0x01000193);
    for (const byte of text) hash = Math.imul(hash ^ byte, 0x01000193);
    for (let number = (hash >>> 1) || 1; ; number = (number % 0x7fffffff) + 1) {
      const other = this.#texts.get(number);
      if (other === undefined || (other.ref.name === name && Buffer.compare(other.text, text) === 0)) return number;
    }
  }
}

const textKey = (number: number): string => `text:${number}`;

/** The file behind a chunk name; only absolute names are files (`load(text, '@x')` may name anything). */
function filePath(chunkName: string): string | undefined {
  return chunkName.startsWith('@') && isAbsolute(chunkName.slice(1)) ? chunkName.slice(1) : undefined;
}

/** `load(text)` without a name has the text itself as its name. */
function textOf(chunkName: string): Uint8Array | undefined {
  return chunkName.startsWith('@') || chunkName.startsWith('=') ? undefined : Buffer.from(chunkName);
}

/** As Lua shows it in messages: `[string "first line..."]`. */
export function chunkTitle(chunkName: string): string {
  if (chunkName.startsWith('@') || chunkName.startsWith('=')) return chunkName.slice(1);
  const firstLine = chunkName.split('\n', 1)[0]!;
  const shortened = firstLine.length < chunkName.length || firstLine.length > 40;
  return `[string "${firstLine.slice(0, 40)}${shortened ? '...' : ''}"]`;
}

export function rootOf(body: FunctionBody): FunctionBody {
  let root = body;
  while (root.parent !== undefined) root = root.parent;
  return root;
}
