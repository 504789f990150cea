/** Reads a secret: asked for without being shown where somebody types it, else all of standard input. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliError, ExitCodes } from './errors.ts';

/** A key that is larger is something else. */
const MOST_BYTES = 64 * 1024;

export function readSecret(prompt: string, screen: { write(text: string): unknown }): Promise<string> {
  return process.stdin.isTTY ? askUnseen(prompt, screen) : readAll();
}

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) throw new CliError('standard input is too large for a key: pipe in the key alone');
  }
  return Buffer.concat(chunks).toString('utf8');
}

function askUnseen(prompt: string, screen: { write(text: string): unknown }): Promise<string> {
  // readline edits the line as usual; what it would show goes nowhere.
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true, historySize: 0 });
  screen.write(prompt);
  return new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    // Ctrl-C, and the end of input.
    lines.once('SIGINT', () => reject(new CliError('no key was added', ExitCodes.Interrupted)));
    lines.once('close', () => reject(new CliError('no key was given')));
  }).finally(() => {
    lines.close();
    screen.write('\n');
  });
}
