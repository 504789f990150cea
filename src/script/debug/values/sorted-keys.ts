/** The keys of a table outside its sequence, in the order in which they are shown: numbers by value, then strings by their bytes, then the rest. */
import type { Engine, LuaType, LuaValue } from '../../engine/engine.ts';

/** Whether a key belongs to the sequence 1..length. */
export function isWithin(engine: Engine, key: LuaValue, length: number): boolean {
  if (engine.type(key) !== 'integer') return false;
  const index = engine.toNumber(key)!;
  return typeof index === 'number' && index >= 1 && index <= length;
}

export function sortedKeys(engine: Engine, table: LuaValue, sequence: number): LuaValue[] {
  const numbers: { readonly key: LuaValue; readonly number: number | bigint }[] = [];
  const strings: LuaValue[] = [];
  const texts: string[] = [];
  const others: { readonly key: LuaValue; readonly rank: number; readonly text: string }[] = [];
  for (const [key] of engine.entries(table)) {
    const type = engine.type(key);
    if (type === 'string') {
      strings.push(key);
      texts.push(engine.identity(key) as string);
    } else if (type === 'integer' || type === 'float') {
      if (!isWithin(engine, key, sequence)) numbers.push({ key, number: engine.toNumber(key)! });
    } else others.push({ key, rank: rank(engine, key, type), text: engine.toText(key) });
  }
  // Integers beyond 2^53 compare exactly, also with floats.
  numbers.sort((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : 0));
  // Addresses are hexadecimal numbers: the shorter is the smaller.
  others.sort((a, b) => a.rank - b.rank || a.text.length - b.text.length || (a.text < b.text ? -1 : 1));
  // There may be very many, no two of them equal: places are sorted, which is the quickest way.
  const order = Uint32Array.from(strings, (_, index) => index).sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1));
  return [...numbers.map(({ key }) => key), ...Array.from(order, (index) => strings[index]!), ...others.map(({ key }) => key)];
}

const rank = (engine: Engine, key: LuaValue, type: LuaType): number =>
  type === 'boolean' ? Number(engine.toBoolean(key)) : 2 + ['table', 'function', 'userdata', 'thread'].indexOf(type);
