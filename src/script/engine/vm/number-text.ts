/**
 * C's `printf` for numbers: `%d %i %u %o %x %X %e %E %f %F %g %G %a %A`, and the `%.14g` with which Lua prints floats.
 *
 * JavaScript's own conversions round exact ties up where C rounds them to even, and know no flags. They are used where they cannot
 * differ; the rest is computed from the exact decimal expansion of the double. NaN prints as `nan` whatever its sign.
 */
import type { LuaInteger } from './integers.ts';

interface Digits {
  /** Significant digits without point; the value is 0.DIGITS * 10^point. */
  readonly digits: string;
  readonly point: number;
}

const bits = new DataView(new ArrayBuffer(8));

/** The sign-less double as mantissa * 2^exponent. */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

/** Every decimal digit of a finite positive double. */
function exactDigits(value: number): Digits {
  const { mantissa, exponent } = decompose(value);
  const scale = exponent < 0 ? -exponent : 0;
  const integer = exponent < 0 ? mantissa * 5n ** BigInt(scale) : mantissa << BigInt(exponent);
  const digits = integer.toString();
  return { digits, point: digits.length - scale };
}

/** Keeps `count` digits, half to even. `count` may be 0 or negative: then the result is one digit `1` or nothing. */
function roundDigits(exact: Digits, count: number): Digits {
  const { digits, point } = exact;
  if (count >= digits.length) return { digits: digits.padEnd(count, '0'), point };
  if (count < 0) return { digits: '', point };
  const kept = digits.slice(0, count);
  const next = digits.charCodeAt(count) - 48;
  const tie = next === 5 && /^0*$/.test(digits.slice(count + 1));
  const odd = count > 0 && (digits.charCodeAt(count - 1) & 1) === 1;
  if (next < 5 || (tie && !odd)) return { digits: kept, point };
  const raised = (BigInt(kept === '' ? '0' : kept) + 1n).toString().padStart(count, '0');
  return raised.length > count ? { digits: raised.slice(0, Math.max(count, 1)), point: point + 1 } : { digits: raised, point };
}

/** The value (finite, positive) to `count` >= 1 significant digits, correctly rounded. */
function significant(value: number, count: number): Digits {
  // JS rounds ties up; it can be a tie only when the next digit is the last one and a 5.
  if (count < 100) {
    const longer = value.toExponential(count);
    const end = longer.indexOf('e');
    if (longer.charCodeAt(end - 1) !== 53) {
      const text = value.toExponential(count - 1);
      const at = text.indexOf('e');
      return { digits: text.slice(0, at).replace('.', ''), point: Number(text.slice(at + 1)) + 1 };
    }
  }
  return roundDigits(exactDigits(value), count);
}

const exponentText = (exponent: number): string => (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(2, '0');

function exponential(value: number, precision: number, alternate: boolean): string {
  const { digits, point } = value === 0 ? { digits: '0'.repeat(precision + 1), point: 1 } : significant(value, precision + 1);
  const dot = precision > 0 || alternate ? '.' : '';
  return `${digits.charAt(0)}${dot}${digits.slice(1)}e${exponentText(point - 1)}`;
}

function fixed(value: number, precision: number, alternate: boolean): string {
  const exact = value === 0 ? { digits: '', point: 0 } : exactDigits(value);
  const { digits, point } = roundDigits(exact, exact.point + precision);
  const padded = digits.padEnd(point + precision, '0'); // a carry has made the number one digit longer
  const all = digits === '' ? '0'.repeat(precision + 1) : padded.padStart(padded.length + Math.max(0, 1 - point), '0');
  const whole = all.slice(0, all.length - precision);
  return precision > 0 ? `${whole}.${all.slice(all.length - precision)}` : alternate ? `${whole}.` : whole;
}

function general(value: number, precision: number, alternate: boolean): string {
  const count = precision === 0 ? 1 : precision;
  const { digits, point } = value === 0 ? { digits: '0'.repeat(count), point: 1 } : significant(value, count);
  const exponent = point - 1;
  const useExponent = exponent < -4 || exponent >= count;
  let mantissa: string;
  if (useExponent) mantissa = `${digits.charAt(0)}.${digits.slice(1)}`;
  else if (point <= 0) mantissa = `0.${'0'.repeat(-point)}${digits}`;
  else mantissa = `${digits.slice(0, point)}.${digits.slice(point)}`;
  if (!alternate) mantissa = mantissa.replace(/\.?0*$/, '');
  return useExponent ? `${mantissa}e${exponentText(exponent)}` : mantissa;
}

/** glibc's form: normal numbers start with `1.`, subnormal ones with `0.` and p-1022. */
function hexadecimal(value: number, precision: number | undefined, alternate: boolean): string {
  let { mantissa, exponent } = decompose(value);
  exponent += 52;
  if (value === 0) exponent = 0;
  if (precision !== undefined && precision < 13) {
    const dropped = BigInt(4 * (13 - precision));
    const half = 1n << (dropped - 1n);
    const rest = mantissa & ((1n << dropped) - 1n);
    mantissa >>= dropped;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
    mantissa <<= dropped;
  }
  const lead = (mantissa >> 52n).toString(16);
  let fraction = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0');
  fraction = precision === undefined ? fraction.replace(/0+$/, '') : fraction.slice(0, precision).padEnd(precision, '0');
  const dot = fraction !== '' || alternate ? '.' : '';
  return `0x${lead}${dot}${fraction}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}

interface Spec {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

const SPEC = /^%([-+ #0]*)(\d*)(?:\.(\d*))?([a-zA-Z])$/;

function parseSpec(spec: string): Spec {
  const match = SPEC.exec(spec);
  if (!match) throw new Error(`not a printf conversion: ${spec}`);
  return {
    flags: match[1] as string,
    width: Number(match[2]),
    precision: match[3] === undefined ? undefined : Number(match[3]),
    conversion: match[4] as string,
  };
}

/** Sign or prefix and body, padded to the width. `zeros`: the 0 flag may apply. */
function pad(spec: Spec, prefix: string, body: string, zeros: boolean): string {
  const missing = spec.width - prefix.length - body.length;
  if (missing <= 0) return prefix + body;
  if (spec.flags.includes('-')) return prefix + body + ' '.repeat(missing);
  if (zeros && spec.flags.includes('0')) return prefix + '0'.repeat(missing) + body;
  return ' '.repeat(missing) + prefix + body;
}

const signOf = (spec: Spec, negative: boolean): string => (negative ? '-' : spec.flags.includes('+') ? '+' : spec.flags.includes(' ') ? ' ' : '');

/** `%d %i %u %o %x %X` with flags, width and precision. */
export function formatInteger(format: string, value: LuaInteger): string {
  const spec = parseSpec(format);
  const signed = spec.conversion === 'd' || spec.conversion === 'i';
  const negative = signed && value < 0;
  let body: string;
  let prefix = '';
  if (signed) {
    body = negative ? String(value).slice(1) : String(value);
    prefix = signOf(spec, negative);
  } else {
    const base = spec.conversion === 'u' ? 10 : spec.conversion === 'o' ? 8 : 16;
    body = value >= 0 ? value.toString(base) : BigInt.asUintN(64, BigInt(value)).toString(base);
    if (spec.flags.includes('#') && value !== 0) prefix = base === 16 ? '0x' : '';
  }
  if (spec.precision !== undefined) body = spec.precision === 0 && value === 0 ? '' : body.padStart(spec.precision, '0');
  if (spec.conversion === 'o' && spec.flags.includes('#') && !body.startsWith('0')) body = `0${body}`;
  const text = pad(spec, prefix, body, spec.precision === undefined);
  return spec.conversion === 'X' ? text.toUpperCase() : text;
}

/** `%e %E %f %F %g %G %a %A` with flags, width and precision. */
export function formatFloat(format: string, value: number): string {
  const spec = parseSpec(format);
  const lower = spec.conversion.toLowerCase();
  const negative = value < 0 || Object.is(value, -0);
  const magnitude = Math.abs(value);
  const alternate = spec.flags.includes('#');
  let prefix = signOf(spec, negative);
  let body: string;
  if (!Number.isFinite(value)) body = Number.isNaN(value) ? 'nan' : 'inf';
  else if (lower === 'e') body = exponential(magnitude, spec.precision ?? 6, alternate);
  else if (lower === 'f') body = fixed(magnitude, spec.precision ?? 6, alternate);
  else if (lower === 'g') body = general(magnitude, spec.precision ?? 6, alternate);
  else {
    body = hexadecimal(magnitude, spec.precision, alternate).slice(2);
    prefix += '0x';
  }
  const text = pad(spec, prefix, body, Number.isFinite(value));
  return lower === spec.conversion ? text : text.toUpperCase();
}

/** How Lua prints a float, without the `.0` that makes an integral one look like a float. */
export function floatText(value: number): string {
  if (Number.isInteger(value) && value < 1e14 && value > -1e14) return Object.is(value, -0) ? '-0' : String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const text = general(Math.abs(value), 14, false);
  return value < 0 ? `-${text}` : text;
}
