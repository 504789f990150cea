/** How quick the language server is on a large file, measured over stdio as an editor would. Prints figures, judges nothing. Run by main.mjs. */
import { analyzeScopes, parse } from '../../src/lua/index.ts';
import { lex } from '../../src/lua/lexer.ts';
import { LspClient } from '../../test/support/lsp-client.ts';
import { largeFile } from './large-file.ts';

const LINES = Number(process.argv[2] ?? 30_000);
const KEYSTROKES = 40;
const SERVER = new URL('lsp.mjs', import.meta.url).pathname;
const URI = 'file:///bench.lua';

const text = largeFile(LINES);
process.stdout.write(`${text.split('\n').length} lines, ${(text.length / 1e6).toFixed(2)} MB\n`);
await measureServer();
measurePhases();

async function measureServer(): Promise<void> {
  const client = LspClient.start(SERVER);
  const starting = performance.now();
  await client.initialize({ initializationOptions: { llmspell: { diagnostics: { delay: 0 } } } });
  print('start to initialized', [performance.now() - starting]);

  const opening = performance.now();
  await client.open(URI, text);
  await client.diagnostics(URI, 1);
  print('open to diagnostics (cold)', [performance.now() - opening]);

  // A key pressed in the middle of the file, then completion, as an editor asks for it.
  const line = Math.floor(LINES / 2);
  const completion: number[] = [];
  const diagnostics: number[] = [];
  for (let i = 0; i < KEYSTROKES; i++) {
    const position = { line, character: 0 };
    const version = i + 2;
    const pressed = performance.now();
    await client.change(URI, version, { range: { start: position, end: position }, text: i % 2 === 0 ? 'Agent.' : '\n' });
    await client.request('textDocument/completion', { textDocument: { uri: URI }, position: { line, character: i % 2 === 0 ? 6 : 0 } });
    completion.push(performance.now() - pressed);
    await client.diagnostics(URI, version);
    diagnostics.push(performance.now() - pressed);
  }
  print('keystroke to completion', completion);
  print('keystroke to diagnostics', diagnostics);
  await client.stop();
}

function measurePhases(): void {
  const phases: Record<string, number[]> = { lex: [], 'parse, with lex': [], scopes: [] };
  for (let i = 0; i < 15; i++) {
    const lexing = performance.now();
    lex(text);
    const parsing = performance.now();
    const { body } = parse(text);
    const scoping = performance.now();
    analyzeScopes(body);
    const done = performance.now();
    phases.lex!.push(parsing - lexing);
    phases['parse, with lex']!.push(scoping - parsing);
    phases.scopes!.push(done - scoping);
  }
  for (const [phase, times] of Object.entries(phases)) print(phase, times);
}

function print(what: string, times: number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1)} ms`;
  const figures = times.length === 1 ? at(0) : `median ${at(0.5)}, 95 % ${at(0.95)}, worst ${at(1)}`;
  process.stdout.write(`${what.padEnd(28)} ${figures}\n`);
}
