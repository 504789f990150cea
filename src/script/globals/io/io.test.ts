import { beforeEach, describe, expect, it } from 'vitest';
import type { HostValue } from '../../../common/values.ts';
import { script, type FakeHost, type Script } from '../testing.ts';

/** Files in memory, as the kernel would serve them. */
interface Content {
  data: Uint8Array;
}
let files: Map<string, Content>;
let input: string[];
let s: Script;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytes = (content: string): Uint8Array => new Uint8Array(Buffer.from(content, 'latin1'));
const put = (name: string, content: string): void => void files.set(name, { data: bytes(content) });
const contentsOf = (name: string): string => text(files.get(name)!.data);
const ok = (value: HostValue): HostValue => ({ ok: true, value });
const missing = (path: string): HostValue => ({ ok: false, message: `${path}: No such file or directory`, code: 2 });

function host(): FakeHost {
  const open = new Map<number, Content>();
  const contentOf = (id: HostValue): Content => open.get(id as number)!;
  return {
    '$file.open': ([path, mode]) => {
      const name = path as string;
      if ((mode as string).startsWith('r') && !files.has(name)) return missing(name);
      if ((mode as string).startsWith('w') || !files.has(name)) put(name, '');
      open.set(open.size + 1, files.get(name)!);
      return ok({ id: open.size, seekable: true });
    },
    '$file.read': ([id, position, count]) => ok(contentOf(id).data.slice(Number(position), Number(position) + Number(count))),
    '$file.write': ([id, position, data]) => {
      const file = contentOf(id);
      const old = file.data;
      const at = position === null ? old.length : Number(position);
      const next = new Uint8Array(Math.max(old.length, at + (data as Uint8Array).length));
      next.set(old);
      next.set(data as Uint8Array, at);
      file.data = next;
      return ok(null);
    },
    '$file.size': ([id]) => ok(contentOf(id).data.length),
    '$file.close': () => ok(null),
    '$file.remove': ([path]) => (files.delete(path as string) ? ok(null) : missing(path as string)),
    '$file.temporary': () => ok('/tmp/lua_1'),
    '$input.read': () => {
      const next = input.shift();
      return next === undefined ? null : bytes(next);
    },
  };
}

beforeEach(() => {
  files = new Map();
  put('notes', 'one\ntwo\r\n\nlast');
  input = [];
  s = script({ host: host() });
});

describe('output', () => {
  it('goes out byte for byte', () => {
    s.run(String.raw`io.write("a", 1, 2.0, "\0\xff\n") io.stdout:write("x"):write("y") io.stderr:write("problem")`);
    expect(s.stdout()).toBe('a12\0\xff\nxy');
    expect(s.stderr()).toBe('problem');
  });
  it('takes numbers and strings only', () => {
    expect(s.fails('io.write("a", {})')).toBe("/scripts/main.lua:1: bad argument #2 to 'io.write' (string or number expected, got table)");
  });
  it('cannot be closed or read', () => {
    expect(s.run('return io.stdout:close()')).toEqual(['nil', 'cannot close standard file']);
    expect(s.run('return io.stdout:read()')).toEqual(['nil', 'Bad file descriptor', '9']);
    expect(s.run('return io.stdout:seek()')).toEqual(['nil', 'Illegal seek', '29']);
  });
});

describe('files opened one way', () => {
  it('refuse the other way at once, and still close', () => {
    expect(s.run('local f = io.open("notes") local w = { f:write("x") } return w[1], w[2], w[3], f:close(), io.type(f)')).toEqual(['nil', 'Bad file descriptor', '9', 'true', 'closed file']);
    expect(s.run('local f = io.open("new", "w") local r = { f:read() } return r[1], r[2], r[3], f:close(), io.type(f)')).toEqual(['nil', 'Bad file descriptor', '9', 'true', 'closed file']);
    expect(contentsOf('notes')).toBe('one\ntwo\r\n\nlast');
  });
  it('are closed even when the last bytes cannot be written', () => {
    s = script({ host: { ...host(), '$file.write': () => ({ ok: false, message: 'No space left on device', code: 28 }) } });
    expect(s.run('local f = io.open("new", "w") f:write("x") local c = { f:close() } return c[1], c[2], io.type(f)')).toEqual(['nil', 'No space left on device', 'closed file']);
  });
});

describe('numbers and strings', () => {
  it('stand for each other, as in all of Lua', () => {
    put('7', 'seven');
    expect(s.run('return io.open(7):seek("set", "3"), os.date("!%Y", "0")')).toEqual(['3', '1970']);
    expect(s.fails('io.stdout:seek("nowhere")')).toContain('("set", "cur" or "end" expected, got "nowhere")');
  });
  it('are told at the calling line when the kernel fails', () => {
    s = script({ host: {} });
    expect(s.fails('\nio.read()')).toBe('/scripts/main.lua:2: the test has no answer for $input.read');
  });
});

describe('reading', () => {
  it('reads lines, with and without their ends, then nil', () => {
    expect(s.run('local f = io.open("notes") return f:read(), f:read("L"), f:read("*l"), f:read("l", "l")')).toEqual(['one', 'two\r\n', '', 'last', 'nil']);
  });
  it('reads counts and everything', () => {
    expect(s.run('local f = io.open("notes") return f:read(2), f:read(0), f:read("a"), f:read("a"), f:read(0), f:read(1)')).toEqual(['on', '', 'e\ntwo\r\n\nlast', '', 'nil', 'nil']);
  });
  it('reads numbers as Lua writes them', () => {
    put('numbers', '  12 -0x1F 3.5e2 .5 nonsense');
    expect(s.run('local f = io.open("numbers") local a, b, c, d, e = f:read("n", "n", "n", "n", "n") return a, b, c, d, e, math.type(a), f:read("l")')).toEqual(['12', '-31', '350.0', '0.5', 'nil', 'integer', 'nonsense']);
  });
  it('asks the kernel for blocks, not for lines', () => {
    put('big', 'line\n'.repeat(20_000));
    expect(s.run('local n = 0 for _ in io.lines("big") do n = n + 1 end return n')).toEqual(['20000']);
    expect(s.calls.filter((call) => call.name === '$file.read').length).toBeLessThan(5);
  });
  it('joins lines that lie across blocks', () => {
    put('big', `${'x'.repeat(65_530)}${'y'.repeat(20)}\nz`);
    expect(s.run('local f = io.open("big") local line = f:read() return #line, line:sub(-1), f:read()')).toEqual(['65550', 'y', 'z']);
  });
  it('takes no number of more than 200 characters, and leaves what comes after these', () => {
    s.run('local f = io.open("new", "w") f:write(("9"):rep(250), "\\n", ("7"):rep(200), " ") f:close()');
    expect(s.run('local f = io.open("new") local none, rest = f:read("n"), nil rest = f:read("l") return none, #rest, f:read("n") == tonumber(("7"):rep(200))')).toEqual(['nil', '50', 'true']);
  });
  it('refuses unknown formats', () => {
    expect(s.fails('io.open("notes"):read("x")')).toContain("bad argument #1 to 'File:read' (invalid format)");
  });
});

describe('lines', () => {
  it('goes through a file and closes it', () => {
    expect(s.run('local t = {} for line in io.lines("notes") do t[#t + 1] = line end return table.concat(t, "|")')).toEqual(['one|two\r||last']);
    expect(s.calls.at(-1)!.name).toBe('$file.close');
  });
  it('takes formats, and leaves a file of the script open', () => {
    expect(s.run('local f, t = io.open("notes"), {} for a, b in f:lines(1, 2) do t[#t + 1] = a .. "-" .. b if #t == 2 then break end end return table.concat(t, "|"), io.type(f)')).toEqual(['o-ne|\n-tw', 'file']);
  });
  it('fails for a file that is not there, and after the end', () => {
    expect(s.fails('for _ in io.lines("nothing") do end')).toBe("/scripts/main.lua:1: cannot open file 'nothing' (No such file or directory)");
    expect(s.fails('local next_line = io.lines("notes") while next_line() do end next_line()')).toContain('file is already closed');
  });
});

describe('writing', () => {
  it('writes, reads back, and overwrites in place', () => {
    expect(
      s.run(`local f = assert(io.open("new", "w+"))
        f:write("hello ", 42, "\\n"):write("end")
        local size = f:seek("end")
        f:seek("set", 6) f:write("##")
        f:seek("set") return size, f:read("a"), f:seek("cur")`),
    ).toEqual(['12', 'hello ##\nend', '12']);
  });
  it('gathers small writes until there is enough, a flush, or the end', () => {
    s.run('f = io.open("new", "w") for i = 1, 100 do f:write(i, "\\n") end');
    expect(s.calls.filter((call) => call.name === '$file.write')).toHaveLength(0);
    s.run('f:flush()');
    expect(s.calls.filter((call) => call.name === '$file.write')).toHaveLength(1);
    s.run('f:write("x") f:close()');
    expect(contentsOf('new')).toMatch(/^1\n2\n.*\n100\nx$/s);
  });
  it('writes at once or by lines when told to', () => {
    s.run('f = io.open("new", "w") f:setvbuf("line") f:write("a")');
    expect(contentsOf('new')).toBe('');
    s.run('f:write("b\\nc")');
    expect(contentsOf('new')).toBe('ab\nc');
    s.run('f:setvbuf("no") f:write("d")');
    expect(contentsOf('new')).toBe('ab\ncd');
  });
  it('appends', () => {
    s.run('local f = io.open("notes", "a") f:write("!") f:close()');
    expect(contentsOf('notes')).toBe('one\ntwo\r\n\nlast!');
  });
  it('writes what was left unflushed when the program ends', () => {
    s.run('io.open("new", "w"):write("kept")');
    s.globals.programEnded();
    expect(contentsOf('new')).toBe('kept');
  });
  it('answers a refusal as nil, message, code', () => {
    expect(s.run('return io.open("nothing", "r")')).toEqual(['nil', 'nothing: No such file or directory', '2']);
    expect(s.run('return io.open("notes"):seek("set", -1)')).toEqual(['nil', 'Invalid argument', '22']);
  });
  it('refuses modes that do not exist', () => {
    expect(s.fails('io.open("x", "rw")')).toContain(`bad argument #2 'mode' to 'io.open' (invalid mode "rw"`);
  });
});

describe('default files', () => {
  it('reads the input as it comes', () => {
    input = ['first\nsec', 'ond\n', '7'];
    expect(s.run('return io.read(), io.read(), io.read("n"), io.read()')).toEqual(['first', 'second', '7', 'nil']);
  });
  it('are told from other files when they are closed', () => {
    expect(s.fails('io.input("notes"):close() io.read()')).toContain('standard input file is closed');
    expect(s.fails('io.output("out"):close() io.write("x")')).toContain('standard output file is closed');
  });
  it('can be changed', () => {
    expect(s.run('io.input("notes") local line = io.read() io.output("out") io.write("to file") io.close() io.output(io.stdout) return line, io.type(io.input())')).toEqual(['one', 'file']);
    expect(contentsOf('out')).toBe('to file');
    expect(s.run('local t = {} for l in io.lines() do t[#t+1] = l end return #t')).toEqual(['3']);
  });
});

describe('files as values', () => {
  it('tell what they are', () => {
    expect(s.run('local f = io.open("notes") local before = tostring(f) f:close() return io.type(f), tostring(f), io.type(42), io.type(io.stdout), before:match("^file %(") ~= nil')).toEqual(['closed file', 'file (closed)', 'nil', 'file', 'true']);
  });
  it('cannot be used once they are closed, nor without a colon', () => {
    expect(s.fails('local f = io.open("notes") f:close() f:read()')).toBe('/scripts/main.lua:1: attempt to use a closed file');
    expect(s.fails('io.stdout.write("x")')).toContain("bad self for 'File:write' (File expected, got string): call it with a colon");
    expect(s.fails('io.close(42)')).toContain("bad argument #1 'file' to 'io.close' (File expected, got number)");
  });
  it('can be temporary', () => {
    expect(s.run('local f = io.tmpfile() f:write("x") f:seek("set") return io.type(f)')).toEqual(['file']);
    expect(files.has('/tmp/lua_1')).toBe(false);
  });
});

describe('programs', () => {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  /** A kernel whose program does these things, one at each time that it is waited for. */
  const withProgram = (...events: HostValue[]) =>
    script({
      host: {
        '$process.start': ([command]) => (command === 'secret' ? { ok: false, message: 'secret: may not', code: 13 } : { ok: true, value: 5 }),
        '$process.next': () => events.shift(),
        '$process.write': () => null,
        '$process.closeEnd': () => null,
      },
    });

  it('are read by lines, and tell how they ended', () => {
    const t = withProgram({ kind: 'output', stream: 'stdout', bytes: text('one\ntw') }, { kind: 'output', stream: 'stderr', bytes: text('careful') }, { kind: 'output', stream: 'stdout', bytes: text('o\n') }, { kind: 'closed' }, { kind: 'end', how: 'exit', code: 3 });
    expect(t.run('local p = io.popen("x") local all = {} for line in p:lines() do all[#all + 1] = line end return table.concat(all, "|"), p:close()')).toEqual(['one|two', 'nil', 'exit', '3']);
    expect(t.stderr()).toBe('careful');
    expect(t.calls.filter(({ name }) => name === '$process.next').map(({ args }) => args[1])).toEqual(['output', 'output', 'output', 'output', 'end']);
  });

  it('are written to, and what they say is the script\'s output', () => {
    const t = withProgram({ kind: 'output', stream: 'stdout', bytes: text('heard') }, { kind: 'room' }, { kind: 'end', how: 'signal', code: 9 });
    expect(t.run('local p = io.popen("x", "w") p:write("a", 1) return io.type(p), p:close()')).toEqual(['file', 'nil', 'signal', '9']);
    expect(t.stdout()).toBe('heard');
    expect(t.calls.find(({ name }) => name === '$process.write')?.args).toEqual([5, text('a1')]);
  });

  it('say what is wrong as files do', () => {
    expect(withProgram().run('return io.popen("secret")')).toEqual(['nil', 'secret: may not', '13']);
    expect(withProgram().fails('io.popen("x", "rw")')).toContain(`bad argument #2 'mode' to 'io.popen' (invalid mode "rw": use r or w)`);
    expect(withProgram().run('local p = io.popen("x") return p:seek("set", 0)')).toEqual(['nil', 'Illegal seek', '29']);
    expect(withProgram().run('return io.popen("x"):write("a")')).toEqual(['nil', 'Bad file descriptor', '9']);
    const overtime = { kind: 'failed', message: 'x: ran longer than 1 s', code: 110 };
    expect(withProgram(overtime, overtime).run('local p = io.popen("x") local a, b = p:read() return a, b, p:close()')).toEqual(['nil', 'x: ran longer than 1 s', 'nil', 'x: ran longer than 1 s', '110']);
  });
});
