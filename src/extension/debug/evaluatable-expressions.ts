/** What a hover evaluates while the program is stopped: the whole expression under the mouse, as the parser sees it; nothing in texts and comments. */
import * as vscode from 'vscode';
import { expressionAt, parse, type ParsedChunk } from '../../lua/index.ts';

export function registerEvaluatableExpressions(): vscode.Disposable {
  /** A mouse that moves asks often; a document is parsed once for each version. */
  const parsed = new WeakMap<vscode.TextDocument, { readonly version: number; readonly chunk: ParsedChunk }>();
  const chunkOf = (document: vscode.TextDocument): ParsedChunk => {
    const known = parsed.get(document);
    if (known?.version === document.version) return known.chunk;
    const chunk = parse(document.getText());
    parsed.set(document, { version: document.version, chunk });
    return chunk;
  };
  return vscode.languages.registerEvaluatableExpressionProvider('lua', {
    provideEvaluatableExpression(document, position) {
      const found = expressionAt(chunkOf(document), document.offsetAt(position));
      return found && new vscode.EvaluatableExpression(new vscode.Range(document.positionAt(found.start), document.positionAt(found.end)), found.text);
    },
  });
}
