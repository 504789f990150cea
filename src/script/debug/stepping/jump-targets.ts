/**
 * Where a stopped program can be told to go on: the statements that start on a line, as "jump to cursor" asks for them, and the frames that
 * can begin anew. Which of them are possible at the moment decides the engine, when it is asked to go there.
 */
import type { JumpTargetInfo, SourceRef } from '../../../common/debug.ts';
import { compiledStatements, functionStarts, type Statement } from '../../../lua/index.ts';
import type { Engine, FunctionBody, LuaFrame, LuaThread } from '../../engine/engine.ts';
import { jumpRefused, noStatements, restartRefused } from '../errors.ts';
import { allBodies } from '../sources/line-table.ts';
import type { ParsedSources } from '../sources/parsed-sources.ts';
import type { References } from '../values/references.ts';
import { rootOf, type Sources } from '../sources/sources.ts';
import { innermostLuaFrame } from '../threads/lua-frame.ts';

export interface JumpTarget {
  readonly body: FunctionBody;
  readonly place: number;
  readonly line: number;
}

/** A statement of a body; without its text where text and code do not belong together. */
interface Start extends JumpTarget {
  readonly written?: { readonly line: number; readonly column: number; readonly text: string };
}

const MAX_LABEL = 60;
const label = (text: string): string => {
  const oneLine = text.replace(/\s+/g, ' ');
  return oneLine.length > MAX_LABEL ? `${oneLine.slice(0, MAX_LABEL - 1)}…` : oneLine;
};

export class JumpTargets {
  readonly #engine: Engine;
  readonly #sources: Sources;
  readonly #parsed: ParsedSources;
  readonly #refs: References<JumpTarget>;

  constructor(engine: Engine, sources: Sources, parsed: ParsedSources, refs: References<JumpTarget>) {
    this.#engine = engine;
    this.#sources = sources;
    this.#parsed = parsed;
    this.#refs = refs;
  }

  /** The statements of a line, or of the next one that has any; those of the function in which the program has stopped, if it has some there. */
  list(stopped: LuaThread, source: SourceRef, line: number): JumpTargetInfo[] {
    const key = this.#sources.keyOf(source);
    const chunks = key === undefined ? [] : [...this.#sources.chunksOf(key)];
    const running = this.#running(stopped);
    const starts = chunks.flatMap((main) => [...allBodies(main)]).flatMap((body) => this.#startsIn(body));
    if (chunks.length > 0 && starts.length === 0) throw noStatements(source.name);
    const isOn = (wanted: number) => (start: Start) => start.line === wanted || start.written?.line === wanted;
    const next = Math.min(...starts.map((start) => start.line).filter((candidate) => candidate >= line));
    const here = starts.filter(isOn(starts.some(isOn(line)) ? line : next));
    const own = here.filter(({ body }) => body === running);
    // A `do` and what it begins with are one place: the last one says what runs there.
    const byPlace = new Map((own.length > 0 ? own : here).map((start) => [`${start.body.id}:${start.place}`, start]));
    return [...byPlace.values()].map((start) => this.#info(start));
  }

  /** Throws DebugError, having done nothing then. */
  jump(thread: LuaThread, id: number): void {
    const { body, place, line } = this.#refs.get(id);
    const obstacle = this.#engine.jump(thread, body, place);
    if (obstacle === undefined) return;
    throw jumpRefused(obstacle, { line, waits: this.#engine.frames(thread).some((frame) => frame.body === body) });
  }

  /** Throws DebugError, having done nothing then. The parameters keep the values that they have now. */
  restart(frame: LuaFrame): void {
    const obstacle = this.#engine.restart(frame);
    if (obstacle === undefined) return;
    const above = this.#engine.frames(frame.thread).slice(0, frame.level);
    const host = above.findLast(({ body }) => body === undefined);
    throw restartRefused(obstacle, host === undefined ? 'a metamethod' : (host.name ?? 'a host function'));
  }

  #running(thread: LuaThread): FunctionBody | undefined {
    return innermostLuaFrame(this.#engine, thread)?.body;
  }

  #startsIn(body: FunctionBody): Start[] {
    const places = this.#engine.statementsOf(body);
    const statements = this.#written(body);
    const source = this.#parsed.of(body)?.parsed;
    return places.map(({ place, line }, index) => {
      if (source === undefined || statements.length !== places.length) return { body, place, line };
      const { start, end } = statements[index]!;
      const written = { ...source.lines.positionOf(start), text: source.text.slice(start, end) };
      // A statement without code begins with what follows it.
      return { body, place, line: line > source.lines.positionOf(end).line ? written.line : line, written };
    });
  }

  #written(body: FunctionBody): readonly Statement[] {
    const parsed = this.#parsed.of(body)?.parsed;
    if (parsed === undefined) return [];
    const starts = functionStarts(parsed);
    const bodies = [...allBodies(rootOf(body))];
    return starts.length === bodies.length ? compiledStatements(parsed, starts[bodies.indexOf(body)]!) : [];
  }

  #info(start: Start): JumpTargetInfo {
    const { line, written } = start;
    const id = this.#refs.add(start);
    return { id, label: written === undefined ? `line ${line}` : label(written.text), line, ...(written?.line === line && { column: written.column }) };
  }
}
