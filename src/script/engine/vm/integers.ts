/**
 * Arithmetic of Lua 5.3's 64-bit integers on JavaScript values, for the edited VM.
 *
 * Canonical form: an integer n with |n| <= 2^53-1 is a JS number (tag LUA_TNUMINT), every other one a BigInt (tag LUA_TNUMBIG).
 * All functions take and return canonical integers; results wrap modulo 2^64 as in PUC Lua. The VM's own fast paths handle the case
 * of two safe integers with a safe result and come here for the rest.
 */
export type LuaInteger = number | bigint;

/** Type tag of an integer kept as BigInt: a third variant of LUA_TNUMBER (3), beside float (3) and small integer (3 | 1 << 4). */
export const LUA_TNUMBIG = 3 | (2 << 4);

export const MAX_INTEGER = 9223372036854775807n;
export const MIN_INTEGER = -9223372036854775808n;

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const MAX_SAFE_BIG = BigInt(MAX_SAFE);
const TWO_32 = 4294967296;
const TWO_63 = 9223372036854775808;
const POWERS_OF_TWO = Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);

const isSafe = (n: number): boolean => n >= -MAX_SAFE && n <= MAX_SAFE;
const fitsInt32 = (n: number): boolean => (n | 0) === n;

/** Wraps to 64 bits and picks the canonical form. */
export function canonical(n: bigint): LuaInteger {
  const wrapped = BigInt.asIntN(64, n);
  return wrapped >= -MAX_SAFE_BIG && wrapped <= MAX_SAFE_BIG ? Number(wrapped) : wrapped;
}

/** A float with an integral value as integer; false when it is outside of 64 bits (or NaN). */
export function fromFloat(value: number): LuaInteger | false {
  if (isSafe(value)) return value + 0; // + 0 turns -0 into 0
  if (value >= -TWO_63 && value < TWO_63) return canonical(BigInt(value));
  return false;
}

export function add(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (isSafe(sum)) return sum;
  }
  return canonical(BigInt(a) + BigInt(b));
}

export function subtract(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (isSafe(difference)) return difference;
  }
  return canonical(BigInt(a) - BigInt(b));
}

export function multiply(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (isSafe(product)) return product + 0;
  }
  return canonical(BigInt(a) * BigInt(b));
}

export function negate(a: LuaInteger): LuaInteger {
  return typeof a === 'number' ? 0 - a : canonical(-a);
}

/** Floor division; the divisor is not 0. For two safe integers the rounded quotient never crosses an integer, so `floor` is exact. */
export function floorDivide(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b) + 0;
  const dividend = BigInt(a);
  const divisor = BigInt(b);
  const quotient = dividend / divisor;
  const inexact = dividend % divisor !== 0n;
  return canonical(inexact && dividend < 0n !== divisor < 0n ? quotient - 1n : quotient);
}

/** Remainder with the sign of the divisor; the divisor is not 0. */
export function modulo(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    return (rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest) + 0;
  }
  const divisor = BigInt(b);
  const rest = BigInt(a) % divisor;
  return canonical(rest !== 0n && rest < 0n !== divisor < 0n ? rest + divisor : rest);
}

/** Remainder with the sign of the dividend (`math.fmod`); the divisor is not 0. */
export function remainder(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  return canonical(BigInt(a) % BigInt(b));
}

/** Joins the two 32-bit halves of a bit operation on safe integers: only -2^53 can leave the safe range. */
function join(high: number, low: number): LuaInteger {
  const value = high * TWO_32 + (low >>> 0);
  return value >= -MAX_SAFE ? value : BigInt(value);
}

const high = (n: number): number => Math.floor(n / TWO_32);

export function and(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') return fitsInt32(a) && fitsInt32(b) ? a & b : join(high(a) & high(b), a & b);
  return canonical(BigInt(a) & BigInt(b));
}

export function or(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') return fitsInt32(a) && fitsInt32(b) ? a | b : join(high(a) | high(b), a | b);
  return canonical(BigInt(a) | BigInt(b));
}

export function xor(a: LuaInteger, b: LuaInteger): LuaInteger {
  if (typeof a === 'number' && typeof b === 'number') return fitsInt32(a) && fitsInt32(b) ? a ^ b : join(high(a) ^ high(b), a ^ b);
  return canonical(BigInt(a) ^ BigInt(b));
}

export function not(a: LuaInteger): LuaInteger {
  if (typeof a === 'number') {
    const flipped = -1 - a;
    return flipped >= -MAX_SAFE ? flipped : BigInt(flipped);
  }
  return canonical(~a);
}

/** `a << count`; a negative count shifts right, logically. 64 or more places leave 0. */
export function shiftLeft(a: LuaInteger, count: LuaInteger): LuaInteger {
  if (typeof count !== 'number' || count <= -64 || count >= 64) return 0;
  if (count >= 0) {
    if (typeof a === 'number') {
      const shifted = a * (POWERS_OF_TWO[count] as number);
      if (isSafe(shifted)) return shifted + 0;
    }
    return canonical(BigInt(a) << BigInt(count));
  }
  if (typeof a === 'number' && a >= 0) return Math.floor(a / (POWERS_OF_TWO[-count] as number));
  return canonical(BigInt.asUintN(64, BigInt(a)) >> BigInt(-count));
}

export function shiftRight(a: LuaInteger, count: LuaInteger): LuaInteger {
  return shiftLeft(a, typeof count === 'number' ? -count : 64);
}

/** Compares as unsigned 64-bit numbers (`math.ult`). */
export function unsignedLess(a: LuaInteger, b: LuaInteger): boolean {
  return BigInt.asUintN(64, BigInt(a)) < BigInt.asUintN(64, BigInt(b));
}

/** One digit more of a decimal numeral being read, exact at any length. The limit is tested by `finishDecimal`. */
export function appendDecimalDigit(value: LuaInteger, digit: number): LuaInteger {
  if (typeof value === 'number' && value < 900719925474099) return value * 10 + digit;
  return BigInt(value) * 10n + BigInt(digit);
}

/** The integer of a decimal numeral, or null when it does not fit (Lua then reads a float). */
export function finishDecimal(value: LuaInteger, negative: boolean): LuaInteger | null {
  if (typeof value === 'number') return negative ? 0 - value : value;
  if (value > MAX_INTEGER + (negative ? 1n : 0n)) return null;
  return canonical(negative ? -value : value);
}

/** One digit more of a numeral in any base; wraps modulo 2^64, as hexadecimal numerals do in Lua. */
export function appendDigit(value: LuaInteger, base: number, digit: number): LuaInteger {
  if (typeof value === 'number') {
    const longer = value * base + digit;
    if (longer <= MAX_SAFE) return longer;
  }
  return BigInt.asUintN(64, BigInt(value) * BigInt(base) + BigInt(digit));
}

/** The integer of a numeral read by `appendDigit`. */
export function finishWrapping(value: LuaInteger, negative: boolean): LuaInteger {
  if (typeof value === 'number') return negative ? 0 - value : value;
  return canonical(negative ? -value : value);
}

/** The little-endian bytes of the integer as unsigned 64-bit number, `size` of them (more than 8 are sign-extended). */
export function toBytes(value: LuaInteger, size: number, target: Uint8Array, littleEndian: boolean): void {
  let rest = BigInt.asIntN(64, BigInt(value));
  for (let i = 0; i < size; i++) {
    target[littleEndian ? i : size - 1 - i] = Number(rest & 255n);
    rest >>= 8n;
  }
}

/** Reads `size` (at most 8) bytes. */
export function fromBytes(bytes: Uint8Array, size: number, total: number, littleEndian: boolean, signed: boolean): LuaInteger {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[littleEndian ? i : total - 1 - i] as number);
  return canonical(signed ? BigInt.asIntN(size * 8, value) : value);
}
