/** What a program that waits for its debugger says on stderr: where, and how to attach. */
import type { DebugPlace } from '../kernel/debug-port.ts';

export const waitingText = ({ port, connectionFile }: DebugPlace): string => `waiting for a debugger on port ${port} of 127.0.0.1; Ctrl-C ends it\nconnection file: ${connectionFile}\n`;

export const howToAttach = ({ port, connectionFile }: DebugPlace): string =>
  `attach with this configuration in VS Code's launch.json, or with any DAP client (port ${port}, "token" as in the connection file):\n` +
  `  { "type": "llmspell", "request": "attach", "name": "Attach", "connectionFile": ${JSON.stringify(connectionFile)} }\n`;
