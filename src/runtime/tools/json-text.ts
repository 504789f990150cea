/**
 * Values as JSON text, with numbers as they are: integers beyond 2^53 to the digit, and JSON that came as text (`JsonText`) as that very text, since
 * reading it in JavaScript would round what Lua can hold.
 */
import { randomUUID } from 'node:crypto';
import { isJsonText, type HostValue } from '../../common/values.ts';

/** Throws for what JSON cannot hold. */
export function jsonText(value: unknown): string {
  /** Stands for a number or a text until all is written; nobody can have guessed it. */
  const mark = randomUUID();
  const texts: string[] = [];
  const keep = (text: string): string => `${mark}:${texts.push(text) - 1}`;
  const written = JSON.stringify(value, (_, entry: unknown) => {
    if (typeof entry === 'bigint') return keep(entry.toString());
    return typeof entry === 'object' && entry !== null && isJsonText(entry as HostValue) ? keep((entry as { $json: string }).$json) : entry;
  });
  return texts.length === 0 ? written : written.replaceAll(new RegExp(`"${mark}:(\\d+)"`, 'g'), (_, index: string) => texts[Number(index)]!);
}
