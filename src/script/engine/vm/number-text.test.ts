/** C's number formats; test/lua/number_text.lua compares many more with the real printf. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floatText, formatFloat, formatInteger } from './number-text.ts';

describe('printf of floats', () => {
  test.each([
    ['%.14g', 12345678901234.5, '12345678901234'], // an exact tie goes to the even digit; JavaScript rounds it up
    ['%.0f', 0.5, '0'],
    ['%.0f', 1.5, '2'],
    ['%.0f', 2.5, '2'],
    ['%.2f', 1.005, '1.00'],
    ['%.1f', 9.99, '10.0'],
    ['%.3g', 0.0001, '0.0001'],
    ['%g', 0.00001, '1e-05'],
    ['%g', 1e15, '1e+15'],
    ['%g', -0, '-0'],
    ['%#g', 1, '1.00000'],
    ['%e', 0, '0.000000e+00'],
    ['%.0e', 2.5, '2e+00'],
    ['%G', 1e-10, '1E-10'],
    ['%010.2f', -3.14159, '-000003.14'],
    ['%-8.1f|', 2.25, '2.2     |'.slice(0, 9)],
    ['%+.1f', 2, '+2.0'],
    ['%5g', Infinity, '  inf'],
    ['%05g', -Infinity, ' -inf'],
    ['%F', NaN, 'NAN'],
    ['%a', 1, '0x1p+0'],
    ['%a', 0.1, '0x1.999999999999ap-4'],
    ['%.2a', 1.999, '0x2.00p+0'],
    ['%A', -2.5, '-0X1.4P+1'],
    ['%a', 5e-324, '0x0.0000000000001p-1022'],
  ])('%s of %d', (format, value, expected) => {
    const spec = format.endsWith('|') ? format.slice(0, -1) : format;
    expect(formatFloat(spec, value)).toBe(expected.endsWith('|') ? expected.slice(0, -1) : expected);
  });

  test('17 digits read back as the same number', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (value) => Number(formatFloat('%.17g', value).replace('inf', 'Infinity')) === value));
  });

  test('what is printed is within half a unit of the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e5, noNaN: true }), fc.integer({ min: 0, max: 12 }), (value, precision) => {
        const printed = formatFloat(`%.${precision}f`, value);
        expect(printed.split('.')[1]?.length ?? 0).toBe(precision);
        expect(Math.abs(Number(printed) - value)).toBeLessThanOrEqual(0.5 * 10 ** -precision * (1 + 1e-9) + value * 2 ** -52);
      }),
    );
  });
});

describe('printf of integers', () => {
  test.each([
    ['%d', -42n, '-42'],
    ['%5d', 42, '   42'],
    ['%-5d', 42, '42   '],
    ['%05d', -42, '-0042'],
    ['%+d', 42, '+42'],
    ['% d', 42, ' 42'],
    ['%.5d', 42, '00042'],
    ['%.0d', 0, ''],
    ['%x', -1, 'ffffffffffffffff'],
    ['%#X', 255, '0XFF'],
    ['%#o', 8, '010'],
    ['%#x', 0, '0'],
    ['%d', -9223372036854775808n, '-9223372036854775808'],
    ['%u', -1, '18446744073709551615'],
  ])('%s of %s', (format, value, expected) => expect(formatInteger(format, value)).toBe(expected));
});

describe('%.14g as Lua prints floats', () => {
  test.each([
    [1e14, '1e+14'],
    [99999999999999, '99999999999999'],
    [-0, '-0'],
    [3.14, '3.14'],
    [1 / 3, '0.33333333333333'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
    [0.1 + 0.2, '0.3'],
  ])('%d', (value, expected) => expect(floatText(value)).toBe(expected));
});
