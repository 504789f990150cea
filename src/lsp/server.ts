/**
 * The language server: binds the features to a connection. Each request is answered from the document as it is then; one that
 * fails is logged and answered with nothing, so that no text, however broken, ends the server.
 */
import type { _Connection, Position, WatchDog } from 'vscode-languageserver';
import { createConnection, DidChangeConfigurationNotification, PositionEncodingKind, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { complete, completionTriggers } from './completion.ts';
import { definition } from './definition.ts';
import { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import { documentHighlight } from './document-highlight.ts';
import { documentSymbols } from './document-symbols.ts';
import type { LuaDocument } from './document.ts';
import { LuaDocuments } from './document.ts';
import { foldingRanges } from './folding.ts';
import { hover } from './hover.ts';
import { inlineValues } from './inline-values.ts';
import { library } from './library.ts';
import { defaultSettings, readSettings } from './settings.ts';
import { signatureHelp, signatureTriggers } from './signature-help.ts';

export interface ServerStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export interface LanguageServer {
  /** The code the process should exit with: 0 when the client shut the server down before it left, as the protocol wants; else 1. */
  readonly ended: Promise<number>;
}

export function startLanguageServer({ input, output }: ServerStreams): LanguageServer {
  let end: (code: number) => void;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const watchDog: WatchDog = { shutdownReceived: false, initialize: () => undefined, exit: (code) => end(code) };
  const leave = (): void => end(watchDog.shutdownReceived ? 0 : 1);
  input.on('end', leave);
  input.on('close', leave);
  output.on('error', leave); // the client is gone

  const connection = createConnection(
    (logger) => createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), logger),
    watchDog,
  );
  serve(connection);
  return { ended };
}

function serve(connection: _Connection): void {
  const texts = new TextDocuments(TextDocument);
  const documents = new LuaDocuments((uri) => texts.get(uri));
  const publisher = new DiagnosticsPublisher(
    defaultSettings,
    (uri) => documents.get(uri),
    (params) => void connection.sendDiagnostics(params),
  );
  let asksForSettings = false;

  /** Runs a feature for a document that is open; undefined is what the protocol calls null. */
  function answer<T>(uri: string, feature: (document: LuaDocument) => T | undefined): T | null {
    try {
      const document = documents.get(uri);
      return (document && feature(document)) ?? null;
    } catch (error) {
      connection.console.error(`llmspell: this request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return null;
    }
  }
  type At = { readonly textDocument: { readonly uri: string }; readonly position: Position };
  function answerAt<T>({ textDocument, position }: At, feature: (document: LuaDocument, offset: number) => T | undefined): T | null {
    return answer(textDocument.uri, (document) => feature(document, document.offsetAt(position)));
  }

  connection.onInitialize(({ capabilities, initializationOptions }) => {
    publisher.configure(readSettings(initializationOptions));
    asksForSettings = capabilities.workspace?.configuration === true;
    return {
      serverInfo: { name: 'llmspell' },
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        completionProvider: { triggerCharacters: completionTriggers },
        hoverProvider: true,
        signatureHelpProvider: { triggerCharacters: signatureTriggers },
        definitionProvider: true,
        documentHighlightProvider: true,
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        inlineValueProvider: true,
      },
    };
  });
  connection.onInitialized(async () => {
    if (!asksForSettings) return;
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'llmspell' }).catch(() => undefined);
    await refreshSettings();
  });
  connection.onDidChangeConfiguration(({ settings }) => (asksForSettings ? refreshSettings() : applySettings(settings)));

  async function refreshSettings(): Promise<void> {
    // A client that refuses keeps the settings it began with.
    const settings: unknown = await connection.workspace.getConfiguration('llmspell').catch(() => undefined);
    if (settings !== undefined && settings !== null) applySettings(settings);
  }
  function applySettings(settings: unknown): void {
    publisher.configure(readSettings(settings));
    for (const uri of texts.keys()) publisher.changed(uri, { atOnce: true });
  }

  const opened = new Set<string>();
  texts.onDidChangeContent(({ document: { uri } }) => {
    publisher.changed(uri, { atOnce: !opened.has(uri) });
    opened.add(uri);
  });
  texts.onDidClose(({ document: { uri } }) => {
    opened.delete(uri);
    documents.forget(uri);
    publisher.closed(uri);
  });

  connection.onCompletion((at) => answerAt(at, (document, offset) => complete(document, offset, library)));
  connection.onHover((at) => answerAt(at, (document, offset) => hover(document, offset, library)));
  connection.onSignatureHelp((at) => answerAt(at, (document, offset) => signatureHelp(document, offset, library)));
  connection.onDefinition((at) => answerAt(at, (document, offset) => definition(document, offset, library)));
  connection.onDocumentHighlight((at) => answerAt(at, (document, offset) => documentHighlight(document, offset, library)));
  connection.onDocumentSymbol(({ textDocument }) => answer(textDocument.uri, documentSymbols));
  connection.languages.inlineValue.on(({ textDocument, range, context }) => answer(textDocument.uri, (document) => inlineValues(document, range, context)));
  connection.onFoldingRanges(({ textDocument }) => answer(textDocument.uri, foldingRanges));

  connection.onShutdown(() => publisher.dispose());
  texts.listen(connection);
  connection.listen();
}
