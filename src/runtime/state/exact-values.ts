/** Exact values on the kernel's side, where they are only bytes until somebody must look into one: to compare two, to show one to a user. */

export interface ExactValues {
  /** Maps are `Map`, 64-bit integers BigInt, strings that are no UTF-8 `Uint8Array`. Throws when the bytes are damaged. */
  decode(bytes: Uint8Array): unknown;
  /** Of JSON's values: whole numbers are integers. */
  encode(value: unknown): Uint8Array;
}

let loading: Promise<ExactValues> | undefined;

export function loadExactValues(): Promise<ExactValues> {
  loading ??= import('msgpackr').then(({ Packr, Unpackr }) => {
    const reader = new Unpackr({ mapsAsObjects: false, int64AsType: 'bigint', useRecords: false });
    const writer = new Packr({ useRecords: false });
    return { decode: (bytes) => reader.unpack(bytes) as unknown, encode: (value) => writer.pack(value) };
  });
  return loading;
}

/** As Lua's `==` goes through tables: 1 and 1.0 are equal. */
export function equalExact(a: Uint8Array, b: Uint8Array, exact: ExactValues): boolean {
  return Buffer.compare(a, b) === 0 || equal(exact.decode(a), exact.decode(b));
}

function equal(a: unknown, b: unknown): boolean {
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false;
    return [...(a as Map<unknown, unknown>)].every(([key, value]) => {
      const other = (b as Map<unknown, unknown>).get(key);
      return other !== undefined && equal(value, other);
    });
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => equal(value, b[i]));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  // A BigInt and a number may be the same.
  if (isNumber(a) && isNumber(b)) return !(a < b) && !(a > b);
  return a === b;
}

const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';
