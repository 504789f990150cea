/** Writes TOML: values, keys and headers. For `config show` and `config init`, which put comments between them. */
import { isTree } from './layers/layer.ts';

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

export const tomlKey = (name: string): string => (BARE_KEY.test(name) ? name : tomlString(name));

/** `[a.b]`. */
export const tomlHeader = (path: readonly string[]): string => `[${path.map(tomlKey).join('.')}]`;

/** A value in one line; tables as inline tables. */
export function tomlValue(value: unknown): string {
  if (typeof value === 'string') return tomlString(value);
  if (typeof value === 'number') return tomlNumber(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  if (!isTree(value)) return tomlString(String(value));
  const entries = Object.entries(value).map(([name, entry]) => `${tomlKey(name)} = ${tomlValue(entry)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function tomlNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

/** A basic string: what JSON escapes, TOML escapes alike, and the delete character. */
const tomlString = (text: string): string => JSON.stringify(text).replaceAll('\x7f', '\\u007f');
