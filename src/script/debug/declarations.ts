/**
 * Where the variables of a frame are declared. The engine knows their names and order only; the text says the place. Of several variables of
 * one name the frame's are the visible ones, in the same order.
 */
import type { LuaFrame } from '../engine/engine.ts';
import type { FunctionScope, Variable } from '../../lua/index.ts';
import { functionScope, type ParsedSource, type ParsedSources } from './parsed-sources.ts';

export interface DeclarationPlace {
  readonly line: number;
  readonly column: number;
}

export class Declarations {
  readonly #sources: ParsedSources;

  constructor(sources: ParsedSources) {
    this.#sources = sources;
  }

  /** Of an argument or local: `nth` counts the frame's variables of that name from the outermost, from 0. */
  ofLocal(frame: LuaFrame, name: string, nth: number): DeclarationPlace | undefined {
    const found = this.#scopeOf(frame);
    if (found === undefined) return undefined;
    const { source, scope } = found;
    const { lines } = source.parsed;
    const lineEnd = frame.line >= lines.lineCount ? Infinity : lines.startOf(frame.line + 1);
    const visible = source.scopes.variables.filter((variable) => {
      return variable.name === name && variable.function === scope && variable.visibleFrom < lineEnd && variable.visibleTo > lines.startOf(frame.line);
    });
    const declared = visible[nth];
    return declared && placeOf(source, declared);
  }

  /** Of a variable of a function around the frame's own. */
  ofUpvalue(frame: LuaFrame, name: string): DeclarationPlace | undefined {
    const found = this.#scopeOf(frame);
    if (found === undefined) return undefined;
    for (const variable of found.scope.upvalues) if (variable.name === name) return placeOf(found.source, variable);
    return undefined;
  }

  #scopeOf(frame: LuaFrame): { readonly source: ParsedSource; readonly scope: FunctionScope } | undefined {
    const source = frame.body && this.#sources.of(frame.body);
    const scope = source && frame.body && functionScope(source, frame.body);
    return scope && { source, scope };
  }
}

function placeOf({ parsed }: ParsedSource, { declaration }: Variable): DeclarationPlace {
  const { line, column } = parsed.lines.positionOf(declaration.start);
  return { line, column };
}
