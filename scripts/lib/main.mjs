// The frame of a script: errors become one message and exit code 1, and nothing that was started stays.
import { endAllCommands } from './command.mjs';
import { say } from './progress.mjs';

/** @param {() => Promise<number | void>} work answers the exit code; nothing means 0 */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    if (process.env.LLMSPELL_DEBUG_SCRIPTS && error instanceof Error) say(String(error.stack));
    process.exitCode = 1;
  } finally {
    await endAllCommands();
  }
}
