/** `llmspell lsp`: the language server on stdin and stdout. Ends with the client. */
import { startLanguageServer } from './server.ts';

process.exitCode = await startLanguageServer({ input: process.stdin, output: process.stdout }).ended;
process.exit();
