import type { ApiCases, Scene } from '../case.ts';

export const scene: Scene = {
  config: ({ folder }) => `[tools.file_operations]\nallowed_paths = ["${folder}/data", "/tmp"]\n[tools.system]\nallow_process_execution = true\nallowed_commands = "echo, false, node"\n`,
  files: { 'data/a': 'a', 'data/b': 'b' },
  env: { GREETING: 'hello', SERVICE_API_KEY: 'abcdefgh12345678' },
};

const SETTINGS = 'under [tools.file_operations] in <folder>/llmspell.toml';

export const cases: ApiCases = {
  'os.clock': [{ lua: 'local t = os.clock() return math.type(t), t >= 0', gives: 'float\ttrue' }],
  'os.date': [
    { lua: 'return os.date("!%Y-%m-%dT%H:%M:%SZ", 0), os.date("!*t", 86400).day, type(os.date())', gives: '1970-01-01T00:00:00Z\t2\tstring' },
    { lua: 'return os.date("!%Z", 0), os.date("!%Y", 2^33)', gives: 'GMT\t2242' },
    { wrong: 'os.date("!%Y", 2^60)', says: 'time result cannot be represented in this installation' },
    { wrong: 'os.date("!%Y", 2^63)', says: "bad argument #2 'time' to 'os.date' (integer expected, got number 9.2233720368548e+18)" },
    { wrong: 'os.date("%Q")', says: /^bad argument #1 'format' to 'os\.date' \(.*%Q/ },
  ],
  'os.difftime': [
    { lua: 'return os.difftime(5, 3), os.difftime(5)', gives: '2.0\t5.0' },
    { wrong: 'os.difftime()', says: "bad argument #1 't2' to 'os.difftime' (number expected, got no value)" },
  ],
  'os.execute': [
    { lua: 'return os.execute()', gives: 'true' },
    { lua: 'return os.execute("echo hello")', gives: 'true\texit\t0', prints: 'hello\n' },
    { lua: 'return os.execute("false")', gives: 'nil\texit\t1' },
    { lua: 'return os.execute("node -e \'console.error(1); process.kill(process.pid, 15); setInterval(() => 0, 9)\'")', gives: 'nil\tsignal\t15', logs: '1\n' },
    { lua: 'return os.execute("echo x | sh")', gives: /^nil\techo x \| sh: "\|" \(character 8\) pipes into a second command: that takes a shell.*\t13$/ },
    { wrong: 'os.execute({})', says: "bad argument #1 'command' to 'os.execute' (string expected, got table)" },
  ],
  'os.exit': [
    { lua: 'print("before") pcall(os.exit, true)', gives: '', prints: 'before\n', fresh: true },
    { wrong: 'os.exit("now")', says: "bad argument #1 'code' to 'os.exit' (boolean or integer expected, got string)" },
  ],
  'os.getenv': [
    { lua: 'return os.getenv("GREETING"), os.getenv("NOT_THERE")', gives: 'hello\tnil' },
    { lua: 'return os.getenv("SERVICE_API_KEY")', gives: 'nil\tSERVICE_API_KEY: holds a secret by its name, and may not be read: add "SERVICE_API_KEY" to allowed_env_vars under [tools.system] in <folder>/llmspell.toml' },
    { wrong: 'os.getenv()', says: "bad argument #1 'varname' to 'os.getenv' (string expected, got no value)" },
  ],
  'os.remove': [
    { lua: 'return os.remove("data/a"), io.open("data/a")', gives: 'true\tnil\tdata/a: No such file or directory\t2' },
    { lua: 'return os.remove("data/nothing")', gives: 'nil\tdata/nothing: No such file or directory\t2' },
    { lua: 'return os.remove("/usr/nothing")', gives: `nil\t/usr/nothing: may not be changed: add its folder to allowed_paths ${SETTINGS}\t13` },
    { wrong: 'os.remove()', says: "bad argument #1 'filename' to 'os.remove' (string expected, got no value)" },
  ],
  'os.rename': [
    { lua: 'return os.rename("data/b", "data/c"), io.open("data/c"):read("a")', gives: 'true\tb' },
    { lua: 'return os.rename("data/c", "/nowhere/x")', gives: `nil\t/nowhere/x: may not be written: add its folder to allowed_paths ${SETTINGS}\t13` },
    { wrong: 'os.rename("a")', says: "bad argument #2 'newname' to 'os.rename' (string expected, got no value)" },
  ],
  'os.setlocale': [
    { lua: 'return os.setlocale(), os.setlocale("C"), os.setlocale("de_DE")', gives: 'C\tC\tnil' },
    { wrong: 'os.setlocale("C", "some")', says: /^bad argument #2 'category' to 'os\.setlocale' / },
  ],
  'os.time': [
    { lua: 'return math.type(os.time()), os.time({ year = 2026, month = 1, day = 2 }) - os.time({ year = 2026, month = 1, day = 1 })', gives: 'integer\t86400' },
    { wrong: 'os.time({ year = 2026 })', says: "field 'day' missing in date table" },
  ],
  'os.tmpname': [{ lua: 'local name = os.tmpname() local f = io.open(name, "r+") local is = io.type(f) f:close() return is, os.remove(name)', gives: 'file\ttrue' }],
};
