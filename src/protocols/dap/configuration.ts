/**
 * What the client has configured: breakpoints, exception filters, files to skip. Kept because it comes before the program is there, and
 * because a restarted program starts with it without the client sending it again.
 */
import type { BreakpointSpec, DataBreakpointSpec, DebugSetup, ExceptionFilter, FunctionBreakpointSpec, SourceBreakpoints, SourceRef } from '../../common/debug.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

export class Configuration {
  readonly #bySource = new Map<string, SourceBreakpoints>();
  #functionBreakpoints: readonly FunctionBreakpointSpec[] = [];
  #dataBreakpoints: readonly DataBreakpointSpec[] = [];
  #exceptions: readonly ExceptionFilter[] = [];
  #lastId = 0;
  skipFiles: readonly string[] = [];
  stopOnEntry = false;

  setBreakpoints(source: SourceRef, wanted: readonly Unnumbered<BreakpointSpec>[]): SourceBreakpoints {
    const key = source.sourceReference === undefined ? `path:${source.path}` : `reference:${source.sourceReference}`;
    const breakpoints = this.#numbered(wanted, this.#bySource.get(key)?.breakpoints ?? []);
    const result = { source, breakpoints };
    this.#bySource.set(key, result);
    return result;
  }

  setFunctionBreakpoints(wanted: readonly Unnumbered<FunctionBreakpointSpec>[]): readonly FunctionBreakpointSpec[] {
    return (this.#functionBreakpoints = this.#numbered(wanted, this.#functionBreakpoints));
  }

  setDataBreakpoints(wanted: readonly Unnumbered<DataBreakpointSpec>[]): readonly DataBreakpointSpec[] {
    return (this.#dataBreakpoints = this.#numbered(wanted, this.#dataBreakpoints));
  }

  setExceptions(wanted: readonly Unnumbered<ExceptionFilter>[]): readonly ExceptionFilter[] {
    return (this.#exceptions = this.#numbered(wanted, this.#exceptions));
  }

  /** For the program's start. */
  get setup(): DebugSetup {
    return {
      stopOnEntry: this.stopOnEntry,
      skipFiles: this.skipFiles,
      breakpoints: [...this.#bySource.values()].filter(({ breakpoints }) => breakpoints.length > 0),
      functionBreakpoints: this.#functionBreakpoints,
      dataBreakpoints: this.#dataBreakpoints,
      exceptions: this.#exceptions,
    };
  }

  /** A breakpoint that was there before keeps its id, and with it its hits. */
  #numbered<T extends { readonly id: number }>(wanted: readonly Unnumbered<T>[], before: readonly T[]): T[] {
    const left = [...before];
    return wanted.map((spec) => {
      const index = left.findIndex((old) => sameBut(old, spec));
      const [same] = index < 0 ? [] : left.splice(index, 1);
      return { ...spec, id: same?.id ?? ++this.#lastId } as unknown as T;
    });
  }
}

function sameBut(old: { readonly id: number }, spec: object): boolean {
  const fields = new Set([...Object.keys(old), ...Object.keys(spec)]);
  fields.delete('id');
  return [...fields].every((field) => (old as Record<string, unknown>)[field] === (spec as Record<string, unknown>)[field]);
}
