import type { ApiCase, ApiCases } from '../case.ts';

const log = (name: string, level: string): readonly ApiCase[] => [
  { lua: `Debug.setLevel("trace") Debug.${name}("said", "part") Debug.${name}({ 1 } and 42) Debug.setLevel("info")`, gives: '', logs: `[${level}] part: said\n[${level}] 42\n` },
  { wrong: `Debug.${name}("x", {})`, says: `bad argument #2 'module' to 'Debug.${name}' (string expected, got table)` },
];
const noSelf = (method: string): ApiCase => ({ wrong: `Debug.timer("t").${method}()`, says: `bad self for 'DebugTimer:${method}' (DebugTimer expected, got no value): call it with a colon` });

export const cases: ApiCases = {
  'Debug.error': log('error', 'ERROR'),
  'Debug.warn': log('warn', 'WARN'),
  'Debug.info': log('info', 'INFO'),
  'Debug.debug': log('debug', 'DEBUG'),
  'Debug.trace': log('trace', 'TRACE'),
  'Debug.log': [
    { lua: 'Debug.log("warn", "careful", "net") Debug.log("debug", "not shown")', gives: '', logs: '[WARN] net: careful\n' },
    { wrong: 'Debug.log("loud", "x")', says: `bad argument #1 'level' to 'Debug.log' (one of off, error, warn, info, debug, trace expected, got "loud")` },
  ],
  'Debug.logWithData': [
    { lua: 'Debug.logWithData("info", "state", { b = 1, a = { 2 } }, "main")', gives: '', logs: '[INFO] main: state {"a":[2],"b":1}\n' },
    { wrong: 'Debug.logWithData("info", "state")', says: "bad argument #3 'data' to 'Debug.logWithData' (value expected, got no value)" },
  ],
  'Debug.setLevel': [
    { lua: 'return Debug.setLevel("WARNING"), Debug.getLevel(), Debug.setLevel("loud"), Debug.setLevel(3), Debug.getLevel()', gives: 'true\twarn\tfalse\ttrue\tinfo' },
    { wrong: 'Debug.setLevel(true)', says: "bad argument #1 'level' to 'Debug.setLevel' (string or integer expected, got boolean)" },
  ],
  'Debug.getLevel': [{ lua: 'return Debug.getLevel()', gives: 'info' }],
  'Debug.setEnabled': [
    { lua: 'Debug.setEnabled(false) Debug.error("never") Debug.setEnabled(true) Debug.error("again")', gives: '', logs: '[ERROR] again\n' },
    { wrong: 'Debug.setEnabled()', says: "bad argument #1 'enabled' to 'Debug.setEnabled' (boolean expected, got no value)" },
  ],
  'Debug.isEnabled': [{ lua: 'return Debug.isEnabled()', gives: 'true' }],
  'Debug.dump': [
    { lua: 'return Debug.dump({ "a", b = { 1 } })', gives: '{\n  "a",\n  b = {\n    1\n  }\n}' },
    { lua: 'return Debug.dump({ b = { 1 } }, "label"), Debug.dump({ b = { 1 } }, { max_depth = 1, compact_mode = true })', gives: 'label: {\n  b = {\n    1\n  }\n}\t{ b = {...} }' },
    { wrong: 'Debug.dump({}, 5)', says: "bad argument #2 'label' to 'Debug.dump' (string or table expected, got number)" },
    { wrong: 'Debug.dump({}, { max_depth = "x" })', says: "bad field 'max_depth' of argument #2 'label' to 'Debug.dump' (integer expected, got string)" },
  ],
  'Debug.dumpCompact': [
    { lua: 'local t = { a = { 1, 2 } } t.self = t return Debug.dumpCompact(t, "t")', gives: 't: { a = { 1, 2 }, self = <circular> }' },
    { wrong: 'Debug.dumpCompact()', says: "bad argument #1 'value' to 'Debug.dumpCompact' (value expected, got no value)" },
  ],
  'Debug.dumpVerbose': [
    { lua: 'return Debug.dumpVerbose({ x = 1 })', gives: /^table: 0x[0-9a-f]+ \{\n {4}x = 1 \(integer\)\n\}$/ },
    { wrong: 'Debug.dumpVerbose({}, {})', says: "bad argument #2 'label' to 'Debug.dumpVerbose' (string expected, got table)" },
  ],
  'Debug.dumpWithOptions': [
    { lua: 'return Debug.dumpWithOptions({ a = 1, b = 2 }, { max_table_pairs = 1, compact_mode = true, show_types = true }, "t")', gives: 't: { a = 1 (integer), ... (1 more pairs) }' },
    { wrong: 'Debug.dumpWithOptions({}, "label")', says: "bad argument #2 'options' to 'Debug.dumpWithOptions' (table expected, got string)" },
  ],
  'Debug.timer': [
    { lua: 'local timer = Debug.timer("work") return tostring(timer), timer.name, timer.running, type(timer.id)', gives: 'DebugTimer: work\twork\ttrue\tstring' },
    { wrong: 'Debug.timer()', says: "bad argument #1 'name' to 'Debug.timer' (string expected, got no value)" },
  ],
  'DebugTimer:stop': [{ lua: 'local timer = Debug.timer("work") return math.type(timer:stop()), timer:stop(), timer.running', gives: 'float\tnil\tfalse' }, noSelf('stop')],
  'DebugTimer:lap': [
    { lua: 'local timer = Debug.timer("work") local first = timer:lap("one") timer:stop() return first, timer:lap("late"), #timer:laps()', gives: 'true\tfalse\t1' },
    { wrong: 'Debug.timer("t"):lap()', says: "bad argument #1 'name' to 'DebugTimer:lap' (string expected, got no value)" },
  ],
  'DebugTimer:elapsed': [{ lua: 'local timer = Debug.timer("work") local so_far = timer:elapsed() local total = timer:stop() return so_far <= total, timer:elapsed()', gives: 'true\tnil' }, noSelf('elapsed')],
  'DebugTimer:laps': [{ lua: 'local timer = Debug.timer("work") timer:lap("one") timer:lap("two") local laps = timer:laps() return laps[1].name, laps[2].name, laps[1].elapsed_ms <= laps[2].elapsed_ms', gives: 'one\ttwo\ttrue' }, noSelf('laps')],
  'Debug.enableDAP': [
    { lua: 'local dap = Debug.enableDAP({ port = 0 }) return math.type(dap.port), dap.connection_file:match("^(.*)/kernel%-.*%.json$")', gives: 'integer\t<folder>/home/.llmspell/kernels' },
    { wrong: 'Debug.enableDAP({ port = "x" })', says: "bad field 'port' of argument #1 'options' to 'Debug.enableDAP' (integer expected, got string)" },
    { wrong: 'Debug.enableDAP({ port = 70000 })', says: "bad field 'port' of 'Debug.enableDAP' (a port from 0 to 65535 expected, got 70000)" },
  ],
  'Debug.breakpoint': [
    { lua: 'Debug.breakpoint() Debug.breakpoint("some_function") Debug.breakpoint("case.lua", 1) return "goes on without a debugger"', gives: 'goes on without a debugger' },
    { wrong: 'Debug.breakpoint("lib.lua")', says: "bad argument #2 'line' to 'Debug.breakpoint' (the line of lib.lua expected, got nothing)" },
  ],
  'Debug.step': [{ lua: 'Debug.step() return "goes on"', gives: 'goes on' }],
  'Debug.stepOver': [{ lua: 'Debug.stepOver() return "goes on"', gives: 'goes on' }],
  'Debug.continue': [{ lua: 'Debug.continue() return "goes on"', gives: 'goes on' }],
  'Debug.stackTrace': [
    { lua: 'local function inner() local trace = Debug.stackTrace({ capture_locals = true, max_depth = 1 }) return trace end local text = inner() return text', gives: "Stack trace:\n  #0: in function 'inner' (<folder>/case.lua:1)" },
    { wrong: 'Debug.stackTrace({ max_depth = true })', says: "bad field 'max_depth' of argument #1 'options' to 'Debug.stackTrace' (integer expected, got boolean)" },
  ],
};
