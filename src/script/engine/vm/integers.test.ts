/** The integer arithmetic against BigInt arithmetic modulo 2^64. Whole programs are compared with PUC Lua in test/lua. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as int from './integers.ts';

const wrap = (n: bigint): bigint => BigInt.asIntN(64, n);
/** All sizes, and often the edges of what a JS number holds. */
const anyInteger = fc.oneof(
  fc.bigInt({ min: int.MIN_INTEGER, max: int.MAX_INTEGER }),
  fc.integer().map(BigInt),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).chain((n) => fc.constantFrom(n, -n)),
  fc.constantFrom(0n, 1n, -1n, int.MAX_INTEGER, int.MIN_INTEGER),
);

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function expectSame(actual: int.LuaInteger, expected: bigint): void {
  expect(BigInt(actual)).toBe(wrap(expected));
  expect(actual).toStrictEqual(int.canonical(expected)); // the canonical form, and no -0
}

const BINARY: readonly (readonly [string, (a: int.LuaInteger, b: int.LuaInteger) => int.LuaInteger, (a: bigint, b: bigint) => bigint])[] = [
  ['add', int.add, (a, b) => a + b],
  ['subtract', int.subtract, (a, b) => a - b],
  ['multiply', int.multiply, (a, b) => a * b],
  ['and', int.and, (a, b) => a & b],
  ['or', int.or, (a, b) => a | b],
  ['xor', int.xor, (a, b) => a ^ b],
];

describe('64-bit integers', () => {
  test.each(BINARY)('%s wraps as 64 bits do', (_name, operate, reference) => {
    fc.assert(fc.property(anyInteger, anyInteger, (a, b) => expectSame(operate(int.canonical(a), int.canonical(b)), reference(a, b))), { numRuns: 500 });
  });

  test('division and remainders round as Lua does', () => {
    fc.assert(
      fc.property(anyInteger, anyInteger.filter((n) => n !== 0n), (a, b) => {
        const [x, y] = [int.canonical(a), int.canonical(b)];
        expectSame(int.floorDivide(x, y), floorDivide(a, b));
        expectSame(int.modulo(x, y), a - floorDivide(a, b) * b);
        expectSame(int.remainder(x, y), a % b);
      }),
      { numRuns: 1000 },
    );
  });

  test('shifts are logical, count both ways, and leave 0 from 64 places on', () => {
    fc.assert(
      fc.property(anyInteger, fc.integer({ min: -70, max: 70 }), (a, places) => {
        const unsigned = BigInt.asUintN(64, a);
        const expected = Math.abs(places) >= 64 ? 0n : places >= 0 ? unsigned << BigInt(places) : unsigned >> BigInt(-places);
        expectSame(int.shiftLeft(int.canonical(a), places), expected);
        expectSame(int.shiftRight(int.canonical(a), -places), expected);
      }),
    );
    expect(int.shiftLeft(1, int.MIN_INTEGER)).toBe(0);
    expect(int.shiftRight(-1, int.MAX_INTEGER)).toBe(0);
  });

  test('unary operations and unsigned order', () => {
    fc.assert(
      fc.property(anyInteger, anyInteger, (a, b) => {
        expectSame(int.negate(int.canonical(a)), -a);
        expectSame(int.not(int.canonical(a)), ~a);
        expect(int.unsignedLess(int.canonical(a), int.canonical(b))).toBe(BigInt.asUintN(64, a) < BigInt.asUintN(64, b));
      }),
    );
  });

  test('floats become integers exactly, or not at all', () => {
    expect(int.fromFloat(-0)).toStrictEqual(0);
    expect(int.fromFloat(2 ** 53)).toBe(9007199254740992n);
    expect(int.fromFloat(-(2 ** 63))).toBe(int.MIN_INTEGER);
    expect(int.fromFloat(2 ** 63)).toBe(false);
    expect(int.fromFloat(Infinity)).toBe(false);
    expect(int.fromFloat(NaN)).toBe(false);
  });

  test('bytes go there and back', () => {
    fc.assert(
      fc.property(anyInteger, fc.boolean(), (n, littleEndian) => {
        const bytes = new Uint8Array(8);
        int.toBytes(int.canonical(n), 8, bytes, littleEndian);
        expectSame(int.fromBytes(bytes, 8, 8, littleEndian, true), n);
      }),
    );
  });

  test('numerals: decimal ones that do not fit are no integers, hexadecimal ones wrap', () => {
    const read = (digits: string, base: number): int.LuaInteger => [...digits].reduce<int.LuaInteger>((value, digit) => int.appendDigit(value, base, parseInt(digit, base)), 0);
    const readDecimal = (digits: string): int.LuaInteger => [...digits].reduce<int.LuaInteger>((value, digit) => int.appendDecimalDigit(value, Number(digit)), 0);
    expect(int.finishDecimal(readDecimal('9223372036854775807'), false)).toBe(int.MAX_INTEGER);
    expect(int.finishDecimal(readDecimal('9223372036854775808'), false)).toBe(null);
    expect(int.finishDecimal(readDecimal('9223372036854775808'), true)).toBe(int.MIN_INTEGER);
    expect(int.finishDecimal(readDecimal('0000000000000000000000012'), true)).toBe(-12);
    expect(int.finishWrapping(read('1ffffffffffffffff', 16), false)).toBe(-1);
    expect(int.finishWrapping(read('123456789abcdef', 16), true)).toBe(-81985529216486895n);
  });
});
