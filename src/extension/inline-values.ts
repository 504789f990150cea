/**
 * Inline values come from the language server as names and expressions. VS Code would evaluate the expressions as if the user watched them, and then
 * metamethods run; here they are evaluated as a hover is, which the debug adapter answers without running anything of the program.
 */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from './debug/launch-rules.ts';

/** More is not read between the lines of code; the whole value is in the hover. */
const MAX_VALUE = 80;

export async function evaluatedInlineValues(values: readonly vscode.InlineValue[], { frameId }: vscode.InlineValueContext): Promise<vscode.InlineValue[]> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) return [...values];
  const evaluated = await Promise.all(
    values.map(async (value): Promise<vscode.InlineValue | undefined> => {
      if (!(value instanceof vscode.InlineValueEvaluatableExpression) || value.expression === undefined) return value;
      try {
        const { result } = (await session.customRequest('evaluate', { expression: value.expression, frameId, context: 'hover' })) as { readonly result: string };
        return new vscode.InlineValueText(value.range, `${value.expression} = ${result.length > MAX_VALUE ? `${result.slice(0, MAX_VALUE)}…` : result}`);
      } catch {
        // It has no value here, or it cannot be had without running code.
        return undefined;
      }
    }),
  );
  return evaluated.filter((value) => value !== undefined);
}
