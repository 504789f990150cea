/** The places in sources that a front end may jump to from a value or a variable: functions, coroutines, declarations. */
import type { SourcePlace } from '../../../common/debug.ts';
import type { Engine, FunctionBody, LuaFrame, LuaThread, LuaValue } from '../../engine/engine.ts';
import type { Declarations } from './declarations.ts';
import type { FrameName } from '../values/frame-names.ts';
import type { Sources } from './sources.ts';
import { innermostLuaFrame } from '../threads/lua-frame.ts';

export class Places {
  readonly #engine: Engine;
  readonly #sources: Sources;
  readonly #declarations: Declarations;

  constructor(engine: Engine, sources: Sources, declarations: Declarations) {
    this.#engine = engine;
    this.#sources = sources;
    this.#declarations = declarations;
  }

  /** A function's definition; the line at which a coroutine stands, or where it was created once it has none. */
  ofValue(value: LuaValue): SourcePlace | undefined {
    const type = this.#engine.type(value);
    if (type === 'thread') return this.#ofThread(value);
    const body = type === 'function' ? this.#engine.functionBody(value) : undefined;
    return body && this.#at(body, Math.max(1, body.lineDefined));
  }

  ofVariable(frame: LuaFrame, { variable, nth }: FrameName): SourcePlace | undefined {
    if (frame.body === undefined) return undefined;
    const found = nth === undefined ? this.#declarations.ofUpvalue(frame, variable.name) : this.#declarations.ofLocal(frame, variable.name, nth);
    const place = found && this.#at(frame.body, found.line);
    return place && { ...place, column: found.column };
  }

  #ofThread(value: LuaValue): SourcePlace | undefined {
    const thread = this.#engine.threadOf(value);
    if (thread === undefined) return undefined;
    const frame = innermostLuaFrame(this.#engine, thread);
    if (frame?.body !== undefined && thread.status !== 'dead') return this.#at(frame.body, frame.line);
    return this.#creation(thread);
  }

  #creation({ createdAt }: LuaThread): SourcePlace | undefined {
    if (createdAt === undefined) return undefined;
    for (const main of this.#sources.chunks()) if (main.source === createdAt.source) return this.#at(main, createdAt.line);
    return undefined;
  }

  #at(body: FunctionBody, line: number): SourcePlace | undefined {
    const { ref } = this.#sources.of(body);
    // A chunk that is known by its name alone cannot be opened.
    return ref.path === undefined && ref.sourceReference === undefined ? undefined : { source: ref, line };
  }
}
