/** Is this valid Lua 5.3? Parser and scopes together. */
import { analyzeScopes } from './analyze-scopes.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import type { LexOptions } from './lexer.ts';
import { parse } from './parser.ts';

/** Everything that keeps a text from compiling, by offset. Broken syntax makes jumps unreliable: then only the syntax is told. */
export function check(text: string, options?: LexOptions): readonly SyntaxDiagnostic[] {
  const parsed = parse(text, options);
  return parsed.diagnostics.length > 0 ? parsed.diagnostics : analyzeScopes(parsed.body).diagnostics;
}
