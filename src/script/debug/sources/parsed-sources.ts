/** The program's sources as syntax trees with their scopes: read and parsed once, when somebody first asks. */
import { analyzeScopes, parse, type FunctionScope, type ParsedChunk, type ScopeAnalysis } from '../../../lua/index.ts';
import type { FunctionBody } from '../../engine/engine.ts';
import { rootOf, type Sources } from './sources.ts';

export interface ParsedSource {
  readonly parsed: ParsedChunk;
  readonly scopes: ScopeAnalysis;
}

export class ParsedSources {
  readonly #sources: Sources;
  readonly #known = new WeakMap<FunctionBody, { readonly source: ParsedSource | undefined }>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** The source that a body is part of; undefined when it cannot be read. */
  of(body: FunctionBody): ParsedSource | undefined {
    // The text is that of the code that took its place.
    if (this.#sources.isOld(body)) return undefined;
    const main = rootOf(body);
    let known = this.#known.get(main);
    if (known === undefined) this.#known.set(main, (known = { source: this.#read(main) }));
    return known.source;
  }

  #read(main: FunctionBody): ParsedSource | undefined {
    const { ref } = this.#sources.of(main);
    if (ref.path === undefined && ref.sourceReference === undefined) return undefined;
    try {
      const parsed = parse(Buffer.from(this.#sources.text(ref)).toString('utf8'));
      return { parsed, scopes: analyzeScopes(parsed.body) };
    } catch {
      // The file is gone, or the text is no longer kept: what it would tell is a comfort, not a need.
      return undefined;
    }
  }
}

/** The scope of a body's function; undefined when text and code do not belong together. */
export function functionScope(source: ParsedSource, body: FunctionBody): FunctionScope | undefined {
  const { scopes, parsed } = source;
  if (body.lineDefined === 0) return scopes.root.function;
  for (const { function: scope } of scopes.variables) if (isOf(scope, body, parsed)) return scope;
  return undefined;
}

function isOf({ node }: FunctionScope, body: FunctionBody, { lines }: ParsedChunk): boolean {
  return node !== undefined && lines.lineOf(node.start) === body.lineDefined && lines.lineOf(node.end - 1) === body.lastLineDefined;
}
