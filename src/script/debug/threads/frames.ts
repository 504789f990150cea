/** The frames of a thread for a front end: named, with their source, host functions and skipped files in the background. */
import type { FrameInfo } from '../../../common/debug.ts';
import type { Engine, FunctionBody, LuaFrame, LuaThread } from '../../engine/engine.ts';
import type { BodyNames } from '../sources/body-names.ts';
import { labelFrame } from '../errors.ts';
import { frameNames } from '../values/frame-names.ts';
import type { References } from '../values/references.ts';
import { chunkTitle, type Sources } from '../sources/sources.ts';
import type { Threads } from './threads.ts';
import { valueText, type TextFormat } from '../values/value-text.ts';

/** The place where a coroutine was created stands below its frames; it is none. */
interface Creation {
  readonly createdFor: LuaThread;
}
export type Listed = LuaFrame | Creation;

const isCreation = (listed: Listed): listed is Creation => 'createdFor' in listed;

export interface FramesSurroundings {
  readonly engine: Engine;
  readonly sources: Sources;
  readonly names: BodyNames;
  readonly threads: Threads;
  readonly refs: References<Listed>;
  isSkipped(path: string): boolean;
}

export class Frames {
  readonly #around: FramesSurroundings;
  readonly #engine: Engine;
  readonly #sources: Sources;

  constructor(around: FramesSurroundings) {
    this.#around = around;
    this.#engine = around.engine;
    this.#sources = around.sources;
  }

  /** `levels` 0: all from `start` on. `first`: what lies above that frame is left out. */
  list(thread: LuaThread, start: number, levels: number, first?: LuaFrame, parameters?: TextFormat): { frames: FrameInfo[]; total: number } {
    const all = this.#engine.frames(thread);
    const frames = first === undefined ? all : all.slice(all.findIndex(({ activation }) => activation === first.activation));
    const restartLimit = this.#engine.restartLimit(thread);
    const listed: Listed[] = thread.createdAt === undefined ? [...frames] : [...frames, { createdFor: thread }];
    const end = levels > 0 ? start + levels : listed.length;
    const infos = listed.slice(start, end).map((entry) => {
      if (isCreation(entry)) return this.#creation(entry);
      return { ...this.#info(entry, restartLimit), ...(parameters && { parameters: this.#parameters(entry, parameters) }) };
    });
    return { frames: infos, total: listed.length };
  }

  /** Throws `stale_reference` or `unknown_reference`, and `label_frame` for what is no frame. */
  get(ref: number): LuaFrame {
    const listed = this.#around.refs.get(ref);
    if (isCreation(listed)) throw labelFrame();
    return listed;
  }

  isLabel(ref: number): boolean {
    return isCreation(this.#around.refs.get(ref));
  }

  #info(frame: LuaFrame, restartLimit: number): FrameInfo {
    const ref = this.#around.refs.add(frame, frame.activation);
    const name = this.#name(frame);
    if (frame.body === undefined) return { ref, name, line: 0, column: 0, hint: 'subtle', canRestart: false };
    const source = this.#sources.of(frame.body).ref;
    const skipped = source.path !== undefined && this.#around.isSkipped(source.path);
    return { ref, name, source, line: frame.line, column: 1, hint: skipped ? 'subtle' : 'normal', canRestart: frame.level <= restartLimit };
  }

  /** Where and by whom the coroutine was created. */
  #creation(creation: Creation): FrameInfo {
    const thread = creation.createdFor;
    const { source: chunk, line, body, threadId } = thread.createdAt!;
    const creator = this.#around.threads.nameOf(threadId);
    const where = creator === undefined ? ', in a coroutine that has ended' : creator.isMain ? '' : `, in coroutine ${creator.name}`;
    const name = `created by ${body === undefined ? chunkTitle(chunk) : this.#bodyName(body)}${where}`;
    const ref = this.#around.refs.add(creation, thread);
    return { ref, name, ...(body !== undefined && { source: this.#sources.of(body).ref }), line, column: 1, hint: 'label', canRestart: false };
  }

  #parameters(frame: LuaFrame, format: TextFormat): NonNullable<FrameInfo['parameters']> {
    const engine = this.#engine;
    return frameNames(engine, frame).args.map(({ variable: { name, value } }) => ({ name, type: engine.type(value), value: valueText(engine, value, format) }));
  }

  #name(frame: LuaFrame): string {
    const { body } = frame;
    if (body === undefined) return frame.name ?? 'host function';
    const name = this.#functionName(frame, body);
    return this.#sources.isOld(body) ? `${name} (old code)` : name;
  }

  #functionName(frame: LuaFrame, body: FunctionBody): string {
    const { name, nameKind } = frame;
    if (name === undefined || body.lineDefined === 0) return this.#bodyName(body);
    return nameKind === 'metamethod' && !name.startsWith('__') ? `__${name}` : name;
  }

  /** As it is written. */
  #bodyName(body: FunctionBody): string {
    if (body.lineDefined === 0) return 'main chunk';
    const name = this.#around.names.nameOf(body);
    if (name !== undefined) return name;
    return `function <${chunkTitle(body.source).split(/[/\\]/).at(-1)}:${body.lineDefined}>`;
  }
}
