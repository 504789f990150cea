/**
 * A conversation as text, for golden files: requests `→`, answers `←`, events `*`, each with its body in a compact form; what differs from run to
 * run (folders, addresses, sequence numbers, process ids) is masked. `UPDATE_GOLDEN=1` writes the files anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { DapClient } from './client.ts';
import type { Message } from './protocol.ts';

const golden = join(import.meta.dirname, '../golden');

export interface Mask {
  readonly folder: string;
}

export function transcript(dap: DapClient, mask: Mask): string {
  const commands = new Map(dap.messages.filter(({ type }) => type === 'request').map(({ seq, command }) => [seq!, command!]));
  const lines: string[] = [];
  for (const message of dap.messages) {
    lines.push(...describe(message, commands));
  }
  return `${masked(lines.join('\n'), mask)}\n`;
}

/** Compares with the golden file of that name, or writes it. */
export function expectGolden(name: string, actual: string): void {
  const file = join(golden, `${name}.txt`);
  if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(file)) {
    if (process.env['CI'] && !existsSync(file)) throw new Error(`${file} is missing: run the test with UPDATE_GOLDEN=1 and commit it`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  expect(actual).toBe(readFileSync(file, 'utf8'));
}

function describe(message: Message, commands: ReadonlyMap<number, string>): string[] {
  switch (message.type) {
    case 'request':
      return block(`→ ${message.command}`, message.arguments);
    case 'response': {
      const command = commands.get(message.request_seq!) ?? message.command;
      // The same in every session: test/golden/initialize.txt has it.
      if (command === 'initialize' && message.success && commands.size > 1) return ['← initialize …'];
      if (message.success) return block(`← ${command}`, message.body);
      return block(`← ${command} failed: ${message.message}`, undefined);
    }
    case 'event':
      return block(`* ${message.event}`, message.body);
  }
}

/** The fields on one line while it is short, else one field a line. */
function block(head: string, body: object | undefined): string[] {
  const entries = Object.entries(body ?? {});
  if (entries.length === 0) return [head];
  const oneLine = `${head} ${entries.map(([name, value]) => `${name}=${compact(value)}`).join(' ')}`;
  if (oneLine.length <= 150) return [oneLine];
  return [head, ...entries.flatMap(([name, value]) => field(name, value))];
}

function field(name: string, value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0 || typeof value[0] !== 'object') return [`    ${name}=${compact(value)}`];
  return [`    ${name}:`, ...value.map((item) => `      - ${compact(item)}`)];
}

function compact(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, item]) => `${name}: ${compact(item)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

function masked(text: string, { folder }: Mask): string {
  return text
    .replaceAll(folder, '<folder>')
    .replace(/\brun:[0-9a-f]+:/g, 'run:<run>:')
    .replace(/("Globals", variablesReference: \d+, namedVariables: )\d+/g, '$1<count>')
    .replace(/0x[0-9a-f]+/g, '0x<address>')
    .replace(/sourceReference: \d+/g, 'sourceReference: <text>')
    .replace(/sourceReference=\d+/g, 'sourceReference=<text>');
}
