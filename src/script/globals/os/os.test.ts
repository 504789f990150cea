import { describe, expect, it, vi } from 'vitest';
import type { HostValue } from '../../../common/values.ts';
import { LuaInterrupt } from '../../engine/engine.ts';
import { script } from '../testing.ts';
import { putTogether, takeApart } from './calendar.ts';
import { format } from './strftime.ts';

const ok = { ok: true, value: null };
const s = script({
  context: { env: { HOME: '/home/me', EMPTY: '' } },
  host: {
    '$file.remove': ([path]) => (path === '/tmp/x' ? ok : { ok: false, message: `${path as string}: No such file or directory`, code: 2 }),
    '$file.rename': () => ok,
    '$file.temporary': () => ({ ok: true, value: '/tmp/lua_1' }),
  },
});

describe('dates', () => {
  it('are formatted as C does it', () => {
    // Sunday 3 March 2024, 04:05:06 UTC.
    const time = takeApart(1709438706, true)!;
    const expected: Record<string, string> = {
      a: 'Sun', A: 'Sunday', b: 'Mar', B: 'March', c: 'Sun Mar  3 04:05:06 2024', C: '20', d: '03', D: '03/03/24', e: ' 3', F: '2024-03-03', g: '24', G: '2024', h: 'Mar', H: '04', I: '04',
      j: '063', m: '03', M: '05', n: '\n', p: 'AM', r: '04:05:06 AM', R: '04:05', S: '06', t: '\t', T: '04:05:06', u: '7', U: '09', V: '09', w: '0', W: '09', x: '03/03/24', X: '04:05:06', y: '24',
      Y: '2024', z: '+0000', '%': '%', Ex: '03/03/24', Od: '03',
    };
    for (const [conversion, text] of Object.entries(expected)) expect(format(`%${conversion}`, time), conversion).toBe(text);
  });
  it.each([
    [1451606400, '2015-53', '00', '00'], // Friday 1 January 2016
    [1419984000, '2015-01', '52', '52'], // Wednesday 31 December 2014
    [1230768000, '2009-01', '00', '00'], // Thursday 1 January 2009
    [1293840000, '2010-52', '00', '00'], // Saturday 1 January 2011
    [1325376000, '2011-52', '01', '00'], // Sunday 1 January 2012
  ])('know the weeks of %i', (seconds, iso, sundays, mondays) => {
    const time = takeApart(seconds, true)!;
    expect([format('%G-%V', time), format('%U', time), format('%W', time)]).toEqual([iso, sundays, mondays]);
  });
  it('take UTC with a !, and tables', () => {
    expect(s.run('return os.date("!%Y-%m-%dT%H:%M:%SZ", 0), os.date("!%H:%M", 3600)')).toEqual(['1970-01-01T00:00:00Z', '01:00']);
    expect(s.run('local t = os.date("!*t", 86400 * 59) return t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst')).toEqual(['1970', '3', '1', '0', '0', '0', '1', '60', 'false']);
  });
  it('refuse what C does not know', () => {
    expect(s.fails('os.date("%Q")')).toContain("bad argument #1 'format' to 'os.date' (invalid conversion specifier '%Q')");
    expect(s.fails('os.date("%Ea")')).toContain("'%Ea'");
    expect(s.fails('os.date("%")')).toContain("invalid conversion specifier '%'");
    expect(s.run('return os.date("!\\200%Y\\0", 0) == "\\2001970\\0"')).toEqual(['true']);
    expect(s.fails('os.date("%c", 1 << 60)')).toContain('time result cannot be represented');
  });
});

describe('times', () => {
  it('come back from the table they were taken apart into', () => {
    for (const seconds of [0, 1709438706, 951782400, 4102444800]) expect(putTogether(takeApart(seconds, false)!)).toBe(seconds);
    expect(s.run('local t = 1709438706 return os.time(os.date("*t", t)) == t')).toEqual(['true']);
  });
  it('come back at the edges of summer time, and where the zone had seconds', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    try {
      for (const seconds of [1711846799, 1711846800, 1729987200, 1729990799, 1729990800, 1729994400, -2522880000]) expect(putTogether(takeApart(seconds, false)!)).toBe(seconds);
      const at = (day: string, isdst: string) => s.run(`local t = { year = 2024, ${day}, min = 30, isdst = ${isdst} } return os.time(t), t.hour, t.isdst`);
      expect(at('month = 10, day = 27, hour = 2', 'true')).toEqual(['1729989000', '2', 'true']);
      expect(at('month = 10, day = 27, hour = 2', 'false')).toEqual(['1729992600', '2', 'false']);
      // As the C library: a clock of the other season is put right, the hour that is skipped is read on either.
      expect(at('month = 7, day = 1, hour = 12', 'false')).toEqual(['1719833400', '13', 'true']);
      expect(at('month = 3, day = 31, hour = 2', 'true')).toEqual(['1711845000', '1', 'false']);
      expect(at('month = 3, day = 31, hour = 2', 'false')).toEqual(['1711848600', '3', 'true']);
      expect(s.run('return os.date("%Z %z", 1704067200), os.date("%Z %z", 1719792000)')).toEqual(['CET +0100', 'CEST +0200']);
    } finally {
      vi.unstubAllEnvs();
    }
  });
  it('carry over, and correct the table', () => {
    expect(s.run('local t = { year = 2024, month = 14, day = -1, hour = 0 } local time = os.time(t) return os.date("%Y-%m-%d", time), t.year, t.month, t.day, t.hour')).toEqual(['2025-01-30', '2025', '1', '30', '0']);
    expect(s.run('return os.date("%H", os.time({ year = 2024, month = "1", day = 1 }))')).toEqual(['12']);
  });
  it('read fields as Lua does: through metatables, numerals as numbers, nothing else', () => {
    expect(s.run('return os.time(setmetatable({}, { __index = { year = 2020, month = "0x1", day = 1 } })) == os.time({ year = 2020, month = 1, day = 1 })')).toEqual(['true']);
    expect(s.fails('os.time({ year = "", month = 1, day = 1 })')).toContain("field 'year' is not an integer");
    expect(s.run('return os.date("!*tx", 0)')).toEqual(['*tx']);
  });
  it('want the date', () => {
    expect(s.fails('os.time({ year = 2024, day = 1 })')).toContain("field 'month' missing in date table");
    expect(s.fails('os.time({ year = 2024, month = 1, day = "x" })')).toContain("field 'day' is not an integer");
  });
  it.each(['-math.maxinteger', 'math.maxinteger', '2^53', '2^30', '-2^30'])('tell of %s that it is too far, not that it is no integer', (field) => {
    expect(s.fails(`os.time({ year = ${field}, month = 1, day = 1 })`)).toContain("field 'year' is out-of-bound");
    expect(s.fails(`os.time({ year = 2024, month = 1, day = 1, sec = ${field} })`)).toContain("field 'sec' is out-of-bound");
  });
  it('are integers, differences are not', () => {
    expect(s.run('return math.type(os.time()), os.time() > 1700000000, math.type(os.clock()), os.difftime(5, 3), os.difftime(5)')).toEqual(['integer', 'true', 'float', '2.0', '5.0']);
  });
});

describe('the environment', () => {
  it('is the one of the execution', () => {
    const variables: Record<string, HostValue> = { HOME: { value: '/home/me', refusal: null }, EMPTY: { value: '', refusal: null }, MY_TOKEN: { value: null, refusal: 'MY_TOKEN: may not be read' } };
    const t = script({ host: { '$variable.read': ([name]) => variables[name as string] ?? { value: null, refusal: null } } });
    expect(t.run('return os.getenv("HOME"), os.getenv("EMPTY"), os.getenv("NOPE")')).toEqual(['/home/me', '', 'nil']);
    expect(t.run('return os.getenv("MY_TOKEN")')).toEqual(['nil', 'MY_TOKEN: may not be read']);
  });
});

describe('files', () => {
  it('are the business of the kernel', () => {
    expect(s.run('return os.remove("/tmp/x")')).toEqual(['true']);
    expect(s.run('return os.remove("/tmp/y")')).toEqual(['nil', '/tmp/y: No such file or directory', '2']);
    expect(s.run('return os.rename("a", "b"), os.tmpname()')).toEqual(['true', '/tmp/lua_1']);
  });
});

describe('other programs', () => {
  it('are the business of the kernel, and what they write is the script\'s output', () => {
    const events: HostValue[] = [
      { kind: 'output', stream: 'stdout', bytes: new Uint8Array([104, 105]) },
      { kind: 'output', stream: 'stderr', bytes: new Uint8Array([33]) },
      { kind: 'end', how: 'exit', code: 3 },
    ];
    const t = script({ host: { '$process.available': () => true, '$process.start': ([command, mode]) => ({ ok: command === 'ls' && mode === 'x', value: 7, message: 'no', code: 13 }), '$process.next': () => events.shift() } });
    expect(t.run('return os.execute()')).toEqual(['true']);
    expect(t.run('return os.execute("rm")')).toEqual(['nil', 'no', '13']);
    expect(t.run('return os.execute("ls")')).toEqual(['nil', 'exit', '3']);
    expect([t.stdout(), t.stderr()]).toEqual(['hi', '!']);
  });

  it.each<[HostValue, string[]]>([
    [{ kind: 'end', how: 'exit', code: 0 }, ['true', 'exit', '0']],
    [{ kind: 'end', how: 'signal', code: 9 }, ['nil', 'signal', '9']],
    [{ kind: 'failed', message: 'took too long', code: 110 }, ['nil', 'took too long', '110']],
  ])('end as %j', (event, results) => {
    expect(script({ host: { '$process.start': () => ({ ok: true, value: 1 }), '$process.next': () => event } }).run('return os.execute("x")')).toEqual(results);
  });
});

describe('os.exit', () => {
  const exitOf = (code: string): number => {
    try {
      s.run(code);
    } catch (error) {
      if (error instanceof LuaInterrupt && error.reason === 'exit') return error.exitCode;
      throw error;
    }
    throw new Error('the script went on');
  };
  it.each([
    ['os.exit()', 0],
    ['os.exit(true)', 0],
    ['os.exit(false)', 1],
    ['os.exit(3)', 3],
    ['pcall(os.exit, 4) error("went on")', 4],
    ['coroutine.wrap(function() os.exit(5) end)()', 5],
    ['xpcall(function() os.exit(6) end, print)', 6],
  ])('%s ends with %i', (code, exitCode) => {
    expect(exitOf(code)).toBe(exitCode);
  });
});

describe('os.setlocale', () => {
  it('knows C', () => {
    expect(s.run('return os.setlocale(), os.setlocale("C"), os.setlocale("de_DE"), os.setlocale(nil, "numeric")')).toEqual(['C', 'C', 'nil', 'C']);
  });
});
