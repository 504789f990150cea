/** `llmspell lsp`: the language server on stdin and stdout, for any editor that speaks LSP. */
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { distFile } from '../../base/paths.ts';
import type { CommandTools } from '../program.ts';

export const lspCommand = (tools: CommandTools): Command =>
  new Command('lsp')
    .description('serve the Language Server Protocol on stdin and stdout')
    .option('--stdio', 'accepted, because many editors add it; stdio is the only way')
    .addHelpText('after', '\nExample (Neovim):\n  vim.lsp.start({ name = "llmspell", cmd = { "llmspell", "lsp" } })')
    .action(
      tools.handle(async () => {
        // The server is a program of its own: loading it starts it, and it ends the process when its client is gone.
        await import(pathToFileURL(distFile('lsp.mjs')).href);
        return new Promise<number>(() => undefined);
      }),
    );
