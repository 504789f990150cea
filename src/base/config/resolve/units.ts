/** Amounts and lists as people write them. */
import { MEGABYTE } from '../config.ts';
import type { Report } from './report.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: MEGABYTE, g: 1024 * MEGABYTE };

/** `512MB`, `1 GiB`, `1000000` → bytes. */
export function parseBytes(value: string | number): number | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?)i?b?\s*$/i.exec(value);
  return match ? Math.round(Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 1)) : undefined;
}

/** Bytes, or `fallback` when the key is not set or, with a finding, is no amount. */
export function bytesOr(fallback: number, value: string | number | undefined, path: readonly string[], report: Report): number {
  if (value === undefined) return fallback;
  const parsed = parseBytes(value);
  if (parsed === undefined) report('error', path, `"${value}" is no amount of memory: write "512MB" or "1GB"`);
  return parsed ?? fallback;
}

/** The original system writes a comma-separated list in one string. */
export function list(value: string | readonly string[] | undefined): readonly string[] | undefined {
  if (typeof value !== 'string') return value;
  return value.split(',').map((part) => part.trim()).filter((part) => part !== '');
}
