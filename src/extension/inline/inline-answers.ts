/**
 * Draws the answers of agents behind the lines that asked for them. What is shown where comes from the model (answers.ts, text.ts);
 * this file keeps it in step with editors, edits and settings.
 */
import * as vscode from 'vscode';
import type { SpellEvent } from '../../common/events.ts';
import { pathKey } from '../../base/paths.ts';
import { Answers, type LineChange } from './answers.ts';
import { hoverText, inlineText, room, type LineAnswers } from './text.ts';

/** Between two drawings of one editor while an answer streams. */
const DRAW_MS = 50;

export class InlineAnswers implements vscode.Disposable {
  readonly #answers = new Answers(pathKey);
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    after: { margin: '0 0 0 2.5em', fontStyle: 'italic' },
  });
  readonly #waiting = new Set<string>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#subscriptions.push(
      this.#decoration,
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.#draw(editor))),
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('llmspell.inlineAnswers')) vscode.window.visibleTextEditors.forEach((editor) => this.#draw(editor));
      }),
    );
  }

  add(events: readonly SpellEvent[]): void {
    this.#changed(this.#answers.apply(events));
  }

  clear(): void {
    this.#changed(this.#answers.clear());
  }

  /** What stands behind a line now, with lines counted from 1: for tests in VS Code, which cannot see decorations. */
  shownAt(file: string, line: number): LineAnswers | undefined {
    return this.#answers.inFile(file).get(line);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #changed(files: ReadonlySet<string>): void {
    for (const file of files) this.#waiting.add(file);
    if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => this.#drawWaiting(), DRAW_MS);
  }

  #drawWaiting(): void {
    this.#timer = undefined;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.scheme === 'file' && this.#waiting.has(pathKey(editor.document.uri.fsPath))) this.#draw(editor);
    }
    this.#waiting.clear();
  }

  #edited(event: vscode.TextDocumentChangeEvent): void {
    if (event.document.uri.scheme !== 'file' || event.contentChanges.length === 0) return;
    const { fsPath } = event.document.uri;
    if (this.#answers.inFile(fsPath).size === 0) return;
    // Even when no line moved: the room behind an edited line has changed.
    this.#answers.edited(fsPath, event.contentChanges.map(lineChange));
    this.#changed(new Set([pathKey(fsPath)]));
  }

  #draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (document.uri.scheme !== 'file') return;
    const settings = vscode.workspace.getConfiguration('llmspell.inlineAnswers', document.uri);
    const lines = settings.get<boolean>('enabled', true) ? this.#answers.inFile(document.uri.fsPath) : new Map<number, LineAnswers>();
    const maxLength = settings.get<number>('maxLength', 80);
    const tabSize = typeof editor.options.tabSize === 'number' ? editor.options.tabSize : 4;
    const shown: vscode.DecorationOptions[] = [];
    for (const [line, answers] of lines) {
      if (line <= document.lineCount) shown.push(option(document.lineAt(line - 1), answers, maxLength, tabSize));
    }
    editor.setDecorations(this.#decoration, shown);
  }
}

function option(line: vscode.TextLine, answers: LineAnswers, maxLength: number, tabSize: number): vscode.DecorationOptions {
  const columns = line.text.replaceAll('\t', ' '.repeat(tabSize)).length;
  const failed = answers.answers.at(-1)?.status === 'failed';
  const hover = new vscode.MarkdownString(hoverText(answers, Date.now()));
  return {
    range: new vscode.Range(line.range.end, line.range.end),
    hoverMessage: hover,
    renderOptions: {
      after: {
        contentText: inlineText(answers, room(columns, maxLength)),
        color: new vscode.ThemeColor(failed ? 'editorError.foreground' : 'editorCodeLens.foreground'),
      },
    },
  };
}

function lineChange({ range, text }: vscode.TextDocumentContentChangeEvent): LineChange {
  return {
    startLine: range.start.line + 1,
    startColumn: range.start.character,
    endLine: range.end.line + 1,
    endColumn: range.end.character,
    insertedLines: text.split('\n').length - 1,
  };
}
