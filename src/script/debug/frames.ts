/** The frames of a thread for a front end: named, with their source, host functions and skipped files in the background. */
import type { FrameInfo } from '../../common/debug.ts';
import type { Engine, FunctionBody, LuaFrame, LuaThread } from '../engine/engine.ts';
import type { BodyNames } from './body-names.ts';
import type { References } from './references.ts';
import { chunkTitle, type Sources } from './sources.ts';

export class Frames {
  readonly #engine: Engine;
  readonly #sources: Sources;
  readonly #names: BodyNames;
  readonly #refs: References<LuaFrame>;
  readonly #isSkipped: (path: string) => boolean;

  constructor(engine: Engine, sources: Sources, names: BodyNames, refs: References<LuaFrame>, isSkipped: (path: string) => boolean) {
    this.#engine = engine;
    this.#sources = sources;
    this.#names = names;
    this.#refs = refs;
    this.#isSkipped = isSkipped;
  }

  /** `levels` 0: all from `start` on. `first`: what lies above that frame is left out. */
  list(thread: LuaThread, start: number, levels: number, first?: LuaFrame): { frames: FrameInfo[]; total: number } {
    const all = this.#engine.frames(thread);
    const frames = first === undefined ? all : all.slice(all.findIndex(({ activation }) => activation === first.activation));
    const end = levels > 0 ? start + levels : frames.length;
    return { frames: frames.slice(start, end).map((frame) => this.#info(frame)), total: frames.length };
  }

  get(ref: number): LuaFrame {
    return this.#refs.get(ref);
  }

  #info(frame: LuaFrame): FrameInfo {
    const ref = this.#refs.add(frame, frame.activation);
    const name = this.#name(frame);
    if (frame.body === undefined) return { ref, name, line: 0, column: 0, hint: 'subtle' };
    const source = this.#sources.of(frame.body).ref;
    const skipped = source.path !== undefined && this.#isSkipped(source.path);
    return { ref, name, source, line: frame.line, column: 1, hint: skipped ? 'subtle' : 'normal' };
  }

  #name(frame: LuaFrame): string {
    const { body } = frame;
    if (body === undefined) return frame.name ?? 'host function';
    const name = this.#functionName(frame, body);
    return this.#sources.isOld(body) ? `${name} (old code)` : name;
  }

  #functionName(frame: LuaFrame, body: FunctionBody): string {
    if (body.lineDefined === 0) return 'main chunk';
    const name = frame.name ?? this.#names.nameOf(body);
    if (name !== undefined) return frame.nameKind === 'metamethod' && !name.startsWith('__') ? `__${name}` : name;
    return `function <${chunkTitle(body.source).split(/[/\\]/).at(-1)}:${body.lineDefined}>`;
  }
}
