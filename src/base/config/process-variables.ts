/**
 * `LLMSPELL_*` variables that are no configuration keys: read before there is a configuration, or by other programs of ours. Kept apart from the schema, which
 * is loaded only when another `LLMSPELL_*` variable is there.
 */
export const PROCESS_VARIABLES: Readonly<Record<string, string>> = {
  LLMSPELL_CONFIG: 'The configuration file, where `-c` is not given.',
  LLMSPELL_PROFILE: 'The profile, where `-p` is not given.',
  LLMSPELL_LOG: 'The level of the log; comes before `RUST_LOG`, `--trace` and `logging.log_level`.',
  LLMSPELL_EDITOR_ATTACH: 'Set by VS Code in its terminals: where `llmspell run --debug` tells the window to attach.',
  LLMSPELL_NODE: 'Set by VS Code in its terminals: the Node.js that runs the command `llmspell`.',
  LLMSPELL_REPL_HISTORY: 'The history file of the REPL, in versions that have one.',
};

const PREFIX = 'LLMSPELL_';
/** Our own tests and their harness. */
const TESTS = /^LLMSPELL_(TEST|PROPERTY|HARNESS|DESKTOP|DEBUG_SCRIPTS|CHROMIUM)/;

/** The variables that should be configuration keys. An empty one counts as not set. */
export function keyVariables(vars: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(vars)
    .filter((name) => name.startsWith(PREFIX) && vars[name] !== '' && !Object.hasOwn(PROCESS_VARIABLES, name) && !TESTS.test(name))
    .sort();
}
