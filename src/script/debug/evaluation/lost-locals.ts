/** Locals of text that is evaluated on its own: they end with it, which is seldom what was meant. */
import { parse } from '../../../lua/index.ts';

/** Names that a text declares and does nothing else with; empty when it does anything else. */
export function lostLocals(text: string): string[] {
  const { body, diagnostics } = parse(text);
  if (diagnostics.length > 0) return [];
  const names: string[] = [];
  for (const statement of body.statements) {
    if (statement.type === 'Local') names.push(...statement.names.map(({ name }) => name));
    else if (statement.type === 'LocalFunction') names.push(statement.name.name);
    else if (statement.type !== 'Empty') return [];
  }
  return names;
}

/** What is shown instead of a result. */
export const lostLocalsHint = (names: readonly string[]): string =>
  `-- ${names.join(', ')} ended with this line: leave out "local" to keep ${names.length === 1 ? 'it' : 'them'} as a global`;
