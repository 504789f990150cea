/**
 * What "step into" can choose from: the calls of a frame's line, as they are written, each with the instruction that makes it. Text and code
 * name the same calls in the same order; where they do not agree (the file was changed), there is no choice to offer.
 */
import type { StepTargetInfo } from '../../../common/debug.ts';
import { callsOnLine, functionStarts, type CallOnLine, type ParsedChunk } from '../../../lua/index.ts';
import type { Engine, FunctionBody, LuaFrame } from '../../engine/engine.ts';
import { readAccessPath } from '../evaluation/access-path.ts';
import { DebugError } from '../errors.ts';
import { allBodies } from '../sources/line-table.ts';
import type { ParsedSources } from '../sources/parsed-sources.ts';
import type { References } from '../values/references.ts';
import { rootOf } from '../sources/sources.ts';

/** The place of a call in a frame. */
export interface StepTarget {
  readonly frame: LuaFrame;
  readonly place: number;
}

export class StepTargets {
  readonly #engine: Engine;
  readonly #sources: ParsedSources;
  readonly #refs: References<StepTarget>;

  constructor(engine: Engine, sources: ParsedSources, refs: References<StepTarget>) {
    this.#engine = engine;
    this.#sources = sources;
    this.#refs = refs;
  }

  /** Those that the line has not come to yet. A coroutine that nobody waits for makes no calls. */
  list(frame: LuaFrame): StepTargetInfo[] {
    const { body, thread } = frame;
    const source = body && this.#sources.of(body);
    if (body === undefined || source === undefined || thread.status === 'suspended') return [];
    const written = writtenCalls(source.parsed, body, frame.line);
    const compiled = this.#engine.callsOnLine(frame);
    if (written.length !== compiled.length) return [];
    return compiled.flatMap(({ place, isAhead }, index) => (isAhead ? [this.#info(source.parsed, written[index]!, { frame, place })] : []));
  }

  get(id: number): StepTarget {
    return this.#refs.get(id);
  }

  #info(parsed: ParsedChunk, call: CallOnLine, target: StepTarget): StepTargetInfo {
    const start = parsed.lines.positionOf(call.nameStart);
    const end = parsed.lines.positionOf(call.nameEnd);
    const label = this.#callsHost(parsed, call, target.frame) ? `${call.name} (host function)` : call.name;
    return { id: this.#refs.add(target), label, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  /** As far as the callee can be read without running anything: stepping into a host function stops in what that calls back, or not at all. */
  #callsHost(parsed: ParsedChunk, { node }: CallOnLine, frame: LuaFrame): boolean {
    const textOf = ({ start, end }: { readonly start: number; readonly end: number }): string => parsed.text.slice(start, end);
    const path = node.type === 'Call' ? textOf(node.callee) : `${textOf(node.object)}.${node.name.name}`;
    try {
      const callee = readAccessPath(this.#engine, path, frame);
      return this.#engine.type(callee) === 'function' && this.#engine.functionBody(callee) === undefined;
    } catch (error) {
      if (error instanceof DebugError) return false;
      throw error;
    }
  }
}

/** The calls of a line that a body itself makes: not those of functions defined there. */
function writtenCalls(parsed: ParsedChunk, body: FunctionBody, line: number): CallOnLine[] {
  const starts = functionStarts(parsed);
  const bodies = [...allBodies(rootOf(body))];
  if (starts.length !== bodies.length) return [];
  const start = starts[bodies.indexOf(body)];
  return callsOnLine(parsed, line).filter((call) => call.functionStart === start);
}
