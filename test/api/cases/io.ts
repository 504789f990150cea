import type { ApiCases, Scene } from '../case.ts';

export const scene: Scene = {
  config: ({ folder }) => `[tools.file_operations]\nallowed_paths = ["${folder}/data"]\nmax_file_size = 1000\n[tools.system]\nallow_process_execution = true\nallowed_commands = ["echo", "sort", "node"]\n`,
  files: { 'data/notes': 'one\ntwo\n\nlast', 'data/numbers': ' 12 0x10 -1.5e1 x', 'beside.txt': 'beside the script', 'data/program.exe': 'MZ' },
};

const SETTINGS = 'under [tools.file_operations] in <folder>/llmspell.toml';

export const cases: ApiCases = {
  'io.write': [
    { lua: 'local out = io.write("a", 1, 2.5) return out == io.stdout', gives: 'true', prints: 'a12.5' },
    { lua: 'io.output("data/out") io.write("x"):write("y") io.close() io.output(io.stdout) return io.open("data/out"):read("a")', gives: 'xy' },
    { wrong: 'io.write({})', says: "bad argument #1 to 'io.write' (string or number expected, got table)" },
  ],
  'io.read': [
    { lua: 'io.input("data/notes") local a, b = io.read("l", "L") local rest = io.read("a") io.close(io.input()) io.input(io.stdin) return a, b, rest', gives: 'one\ttwo\n\t\nlast' },
    { wrong: 'io.input("data/notes") io.read("x")', says: "bad argument #1 to 'io.read' (invalid format)" },
    { lua: 'io.input("data/notes") local all = io.read(3, 0, 1) return all', gives: 'one' },
  ],
  'io.lines': [
    { lua: 'local all = {} for line in io.lines("data/notes") do all[#all + 1] = line end return #all, table.concat(all, "|")', gives: '4\tone|two||last' },
    { lua: 'local all = {} for a, b in io.lines("data/notes", 1, 2) do all[#all + 1] = a .. "+" .. (b or "") end return all[1], #all', gives: 'o+ne\t5' },
    { wrong: 'io.lines("data/notes", "q")', says: "bad argument #2 to 'io.lines' (invalid format)" },
    { wrong: 'io.lines("data/nothing")', says: "cannot open file 'data/nothing' (No such file or directory)" },
  ],
  'io.open': [
    { lua: 'local f = io.open("data/new", "w") f:write("made") f:close() return io.open("data/new"):read("a"), io.open("beside.txt"):read("a")', gives: 'made\tbeside the script' },
    { lua: 'return io.open("data/nothing")', gives: 'nil\tdata/nothing: No such file or directory\t2' },
    { lua: 'return io.open("/etc/hostname")', gives: `nil\t/etc/hostname: may not be read: add its folder to allowed_paths ${SETTINGS}\t13` },
    { lua: 'return io.open("data/../../x", "w")', gives: `nil\tdata/../../x: may not be written: add its folder to allowed_paths ${SETTINGS}\t13` },
    { lua: 'return io.open("data/program.exe")', gives: `nil\tdata/program.exe: files that end in .exe may not be used: take "exe" out of blocked_extensions ${SETTINGS}\t13` },
    { lua: 'return io.open("llmspell.toml")', gives: /^nil\tllmspell\.toml: may not be read: it is the configuration/ },
    { lua: 'return io.open("/dev/zero"), io.open("/dev/null", "w") ~= nil', gives: 'nil\ttrue' },
    { wrong: 'io.open("data/notes", "x")', says: `bad argument #2 'mode' to 'io.open' (invalid mode "x": use r, w or a, then +, then b)` },
    { wrong: 'io.open()', says: "bad argument #1 'filename' to 'io.open' (string expected, got no value)" },
  ],
  'io.close': [
    { lua: 'local f = io.open("data/notes") return io.close(f), io.type(f)', gives: 'true\tclosed file' },
    { wrong: 'io.close(5)', says: "bad argument #1 'file' to 'io.close' (File expected, got number)" },
  ],
  'io.input': [
    { lua: 'local f = io.input("data/notes") local first = io.read() io.input(io.stdin) return io.type(f), first', gives: 'file\tone' },
    { wrong: 'io.input("data/nothing")', says: "cannot open file 'data/nothing' (No such file or directory)" },
  ],
  'io.output': [
    { lua: 'return io.output() == io.stdout', gives: 'true', fresh: true },
    { wrong: 'io.output("/nowhere/x")', says: `cannot open file '/nowhere/x' (may not be written: add its folder to allowed_paths ${SETTINGS})` },
  ],
  'io.tmpfile': [{ lua: 'return io.tmpfile()', gives: new RegExp(`^nil\\t.*may not be written: add its folder to allowed_paths`) }],
  'io.popen': [
    { lua: 'local p = io.popen("echo hello \'a  b\'") local text = p:read("a") return text, p:close()', gives: 'hello a  b\n\ttrue\texit\t0' },
    { lua: 'local p = io.popen("node -e \'process.exit(3)\'") return p:close()', gives: 'nil\texit\t3' },
    { lua: 'local p = io.popen("node -e \'process.kill(process.pid, 9); setInterval(() => 0, 9)\'") p:read("a") return p:close()', gives: 'nil\tsignal\t9' },
    { lua: 'local p = io.popen("sort", "w") p:write("b\\n", "a\\n") return p:close()', gives: 'true\texit\t0', prints: 'a\nb\n' },
    { lua: 'return io.popen("rm x")', gives: 'nil\trm x: "rm" is not among the allowed commands: add "rm" to allowed_commands under [tools.system] in <folder>/llmspell.toml\t13' },
    { lua: 'return io.popen("echo x; rm x")', gives: 'nil\techo x; rm x: ";" (character 7) starts a second command: that takes a shell, and none is used: add "sh", and with it every command, to allowed_commands under [tools.system] in <folder>/llmspell.toml\t13' },
    { wrong: 'io.popen("echo", "rw")', says: `bad argument #2 'mode' to 'io.popen' (invalid mode "rw": use r or w)` },
  ],
  'io.type': [
    { lua: 'local f = io.open("data/notes") local open = io.type(f) f:close() return open, io.type(f), io.type("f")', gives: 'file\tclosed file\tnil' },
    { wrong: 'io.type()', says: "bad argument #1 'obj' to 'io.type' (value expected, got no value)" },
  ],
  'io.flush': [{ lua: 'io.write("x") return io.flush()', gives: 'true', prints: 'x', fresh: true }],
  'File:read': [
    { lua: 'return io.open("data/numbers"):read("n", "n", "n", "n")', gives: '12\t16\t-15.0\tnil' },
    { lua: 'local f = io.open("data/notes") f:read("a") return f:read("a"), f:read("l"), f:read(0)', gives: '\tnil\tnil' },
    { wrong: 'io.open("data/notes"):read("q")', says: "bad argument #1 to 'File:read' (invalid format)" },
  ],
  'File:write': [
    { lua: 'local f = io.open("data/w", "w") local same = f:write("a", 1) == f f:close() return same, io.open("data/w"):read("a")', gives: 'true\ta1' },
    { lua: 'local f = io.open("data/large", "w") f:setvbuf("no") return f:write(string.rep("x", 1001))', gives: `nil\tdata/large: would be 1001 bytes, at most 1000 are allowed: raise max_file_size ${SETTINGS}\t27` },
    { wrong: 'io.open("data/w", "w"):write(nil)', says: "bad argument #1 to 'File:write' (string or number expected, got nil)" },
  ],
  'File:lines': [
    { lua: 'local f = io.open("data/notes") local n = 0 for _ in f:lines() do n = n + 1 end return n, io.type(f)', gives: '4\tfile' },
    { wrong: 'local f = io.open("data/notes") f:close() f:lines()', says: 'attempt to use a closed file' },
  ],
  'File:seek': [
    { lua: 'local f = io.open("data/notes") return f:seek("end"), f:seek("set", 4), f:read(), f:seek()', gives: '13\t4\ttwo\t8' },
    { lua: 'return io.open("data/notes"):seek("set", -1)', gives: 'nil\tInvalid argument\t22' },
    { wrong: 'io.open("data/notes"):seek("middle")', says: /^bad argument #1 'whence' to 'File:seek' / },
  ],
  'File:flush': [
    { lua: 'local f = io.open("data/f", "w") f:write("x") local done = f:flush() return done, io.open("data/f"):read("a")', gives: 'true\tx' },
    { wrong: 'local f = io.open("data/f", "w") f:close() f:flush()', says: 'attempt to use a closed file' },
  ],
  'File:setvbuf': [
    { lua: 'local f = io.open("data/v", "w") local set = f:setvbuf("no") f:write("x") return set, io.open("data/v"):read("a")', gives: 'true\tx' },
    { wrong: 'io.open("data/v", "w"):setvbuf("some")', says: /^bad argument #1 'mode' to 'File:setvbuf' / },
  ],
  'File:close': [
    { lua: 'local f = io.open("data/notes") return f:close(), tostring(f)', gives: 'true\tfile (closed)' },
    { wrong: 'local f = io.open("data/notes") f:close() f:close()', says: 'attempt to use a closed file' },
  ],
};
