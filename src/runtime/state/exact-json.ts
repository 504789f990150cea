/** An exact value as JSON, for people to look at: what JSON cannot hold is shown as text. */
import type { Json } from '../../common/json.ts';
import { loadExactValues } from './exact-values.ts';

/** Rejects when the bytes are damaged. */
export async function exactToJson(bytes: Uint8Array): Promise<Json> {
  return toJson((await loadExactValues()).decode(bytes));
}

function toJson(value: unknown): Json {
  if (value instanceof Map) return Object.fromEntries([...(value as Map<unknown, unknown>)].map(([key, entry]) => [keyText(key), toJson(entry)]));
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return value as Json;
}

const keyText = (key: unknown): string => {
  const json = toJson(key);
  return typeof json === 'string' ? json : JSON.stringify(json);
};
