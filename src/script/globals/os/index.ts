/** The `os` library. Files, programs and variables go to the kernel, which has the rules. */
import type { SystemResult } from '../../../common/system-calls.ts';
import type { LuaValue } from '../../engine/engine.ts';
import { clock } from '../clock.ts';
import { toNumber } from '../numerals.ts';
import { endValues, execute } from '../programs.ts';
import type { Vm, VmFunctions } from '../vm.ts';
import { putTogether, takeApart, type CalendarTime, type WallClock } from './calendar.ts';
import { UnknownConversion, format } from './strftime.ts';

type OsFunction = Extract<keyof VmFunctions, `os.${string}`>;

const now = (): number => Math.floor(clock.now() / 1000);
const given = ({ engine }: Vm, value: LuaValue | undefined): value is LuaValue => value !== undefined && engine.type(value) !== 'nil';

export const osFunctions: Pick<VmFunctions, OsFunction> = {
  'os.clock': ({ engine }) => [engine.float(clock.processor())],
  'os.date': (vm, [pattern, seconds]) => {
    // Byte by byte: what lies between the conversions need not be UTF-8.
    const asked = given(vm, pattern) ? Buffer.from(vm.engine.toBytes(pattern)!).toString('latin1') : '%c';
    const utc = asked.startsWith('!');
    const time = takeApart(given(vm, seconds) ? Number(vm.engine.toNumber(seconds)) : now(), utc);
    if (time === undefined) throw vm.error('time result cannot be represented in this installation');
    const text = utc ? asked.slice(1) : asked;
    return [text === '*t' ? fill(vm, vm.engine.table(), time) : vm.engine.string(Buffer.from(formatted(vm, text, time), 'latin1'))];
  },
  'os.difftime': (vm, [later, earlier]) => [vm.engine.float(Number(vm.engine.toNumber(later!)) - (given(vm, earlier) ? Number(vm.engine.toNumber(earlier)) : 0))],
  'os.execute': (vm, [command]) => {
    if (!given(vm, command)) return [vm.engine.boolean(vm.system('$process.available'))];
    const end = execute(vm, vm.engine.toText(command));
    return end.ok ? endValues(vm, end.value) : failure(vm, end);
  },
  'os.exit': (vm, [code]) => {
    if (!given(vm, code)) return vm.services.exit(0);
    const status = vm.engine.type(code) === 'boolean' ? (vm.engine.toBoolean(code) ? 0 : 1) : Number(vm.engine.toNumber(code));
    return vm.services.exit(status & 0xff);
  },
  'os.getenv': (vm, [name]) => {
    const { value, refusal } = vm.system('$variable.read', vm.text(name)!);
    // A script that asks no further finds no variable.
    if (refusal !== null) return [vm.engine.nil, vm.engine.string(refusal)];
    return [value === null ? vm.engine.nil : vm.engine.string(value)];
  },
  'os.remove': (vm, [path]) => answer(vm, vm.system('$file.remove', vm.text(path)!)),
  'os.rename': (vm, [from, to]) => answer(vm, vm.system('$file.rename', vm.text(from)!, vm.text(to)!)),
  'os.setlocale': (vm, [locale]) => [!given(vm, locale) || ['', 'C', 'POSIX'].includes(vm.engine.toText(locale)) ? vm.engine.string('C') : vm.engine.nil],
  'os.time': (vm, [table]) => {
    if (!given(vm, table)) return [vm.engine.number(now())];
    const seconds = putTogether(readDate(vm, table));
    const time = seconds === undefined ? undefined : takeApart(seconds, false);
    if (seconds === undefined || time === undefined) throw vm.error('time result cannot be represented in this installation');
    fill(vm, table, time);
    return [vm.engine.number(seconds)];
  },
  'os.tmpname': (vm) => {
    const made = vm.system('$file.temporary');
    if (!made.ok) throw vm.error(`unable to generate a unique filename: ${made.message}`);
    return [vm.engine.string(made.value)];
  },
};

/** `true`, or `nil, message, code`. */
const answer = (vm: Vm, result: SystemResult<null>): LuaValue[] => (result.ok ? [vm.engine.boolean(true)] : failure(vm, result));

const failure = ({ engine }: Vm, { message, code }: Extract<SystemResult<unknown>, { ok: false }>): LuaValue[] => [engine.nil, engine.string(message), engine.number(code)];

function formatted(vm: Vm, text: string, time: CalendarTime): string {
  try {
    return format(text, time);
  } catch (error) {
    throw error instanceof UnknownConversion ? vm.error(`bad argument #1 'format' to 'os.date' (${error.message})`) : error;
  }
}

function fill({ engine }: Vm, table: LuaValue, time: CalendarTime): LuaValue {
  for (const name of ['year', 'month', 'day', 'hour', 'min', 'sec', 'yday', 'wday'] as const) engine.rawSet(table, engine.string(name), engine.number(time[name]));
  engine.rawSet(table, engine.string('isdst'), engine.boolean(time.isdst));
  return table;
}

const DEFAULTS: Readonly<Record<string, number>> = { hour: 12, min: 0, sec: 0 };
/** PUC Lua's INT_MAX/2. */
const MAX_DATE_FIELD = 0x3fffffff;

function readDate(vm: Vm, table: LuaValue): WallClock {
  const { engine } = vm;
  const read = (name: string): number => {
    const value = engine.get(table, engine.string(name));
    if (!given(vm, value)) {
      const otherwise = DEFAULTS[name];
      if (otherwise === undefined) throw vm.error(`field '${name}' missing in date table`);
      return otherwise;
    }
    const numeral = toNumber(vm, value);
    const number = numeral === undefined ? NaN : Number(engine.toNumber(numeral));
    if (!Number.isInteger(number) || Math.abs(number) > 2 ** 63) throw vm.error(`field '${name}' is not an integer`);
    if (Math.abs(number) > MAX_DATE_FIELD) throw vm.error(`field '${name}' is out-of-bound`);
    return number;
  };
  const isdst = engine.get(table, engine.string('isdst'));
  // In C's order: the first that is wrong is named.
  const [sec, min, hour, day, month, year] = [read('sec'), read('min'), read('hour'), read('day'), read('month'), read('year')];
  return { year, month, day, hour, min, sec, isdst: engine.type(isdst) === 'nil' ? undefined : engine.toBoolean(isdst) };
}
