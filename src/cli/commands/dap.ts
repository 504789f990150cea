/** `llmspell dap`: the debug adapter on stdin and stdout, for any editor that speaks DAP. */
import { Command } from 'commander';
import type { CommandTools } from '../program.ts';

export const dapCommand = (tools: CommandTools): Command =>
  new Command('dap')
    .description('serve the Debug Adapter Protocol on stdin and stdout')
    .addHelpText('after', '\nExample (nvim-dap):\n  dap.adapters.llmspell = { type = "executable", command = "llmspell", args = { "dap" } }')
    .action(
      tools.handle(async (context) => {
        const { serveDapOnStdio } = await import('../serve-dap.ts');
        return serveDapOnStdio(context);
      }),
    );
