/** Whether this VS Code can open terminals: of the oldest one, npm has no compiled node-pty. */
export const HAS_TERMINALS = process.env['LLMSPELL_TEST_VSCODE'] !== 'oldest';
