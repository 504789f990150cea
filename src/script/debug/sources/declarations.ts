/**
 * Where the variables of a frame are declared. The engine knows their names and order only; the text says the place. Of several variables of
 * one name the frame's are the visible ones, in the same order.
 */
import type { FunctionBody, LuaFrame } from '../../engine/engine.ts';
import type { FunctionScope, Variable } from '../../../lua/index.ts';
import { functionScope, type ParsedSource, type ParsedSources } from './parsed-sources.ts';

export interface DeclarationPlace {
  readonly line: number;
  readonly column: number;
}

/** A function of the text, with its own variables in order. */
interface Declaring {
  readonly source: ParsedSource;
  readonly scope: FunctionScope;
  readonly own: readonly Variable[];
}

export class Declarations {
  readonly #sources: ParsedSources;
  readonly #known = new WeakMap<FunctionBody, { readonly of: ParsedSource; readonly found: Declaring | undefined }>();

  constructor(sources: ParsedSources) {
    this.#sources = sources;
  }

  /** Of an argument or local: `nth` counts the frame's variables of that name from the outermost, from 0. */
  ofLocal(frame: LuaFrame, name: string, nth: number): DeclarationPlace | undefined {
    const found = this.#scopeOf(frame);
    if (found === undefined) return undefined;
    const { source, own } = found;
    const { lines } = source.parsed;
    const lineEnd = frame.line >= lines.lineCount ? Infinity : lines.startOf(frame.line + 1);
    const lineStart = lines.startOf(frame.line);
    const visible = own.filter((variable) => variable.name === name && variable.visibleFrom < lineEnd && variable.visibleTo > lineStart);
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

  #scopeOf({ body }: LuaFrame): Declaring | undefined {
    const source = body && this.#sources.of(body);
    if (source === undefined) return undefined;
    let known = this.#known.get(body!);
    if (known?.of !== source) this.#known.set(body!, (known = { of: source, found: declaring(source, body!) }));
    return known.found;
  }
}

function declaring(source: ParsedSource, body: FunctionBody): Declaring | undefined {
  const scope = functionScope(source, body);
  return scope && { source, scope, own: source.scopes.variables.filter((variable) => variable.function === scope) };
}

function placeOf({ parsed }: ParsedSource, { declaration }: Variable): DeclarationPlace {
  const { line, column } = parsed.lines.positionOf(declaration.start);
  return { line, column };
}
