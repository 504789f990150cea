import type { ApiCase, ApiCases, Scene } from '../case.ts';

export const scene: Scene = { config: () => '[debug.output.buffer]\nmax_entries = 40\n' };

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
  'Debug.stackTraceJson': [
    {
      lua: 'local function inner(n) local trace = JSON.parse(Debug.stackTraceJson({ capture_locals = true })) return trace end local trace = inner(7) local frame = trace.frames[1] return frame.name, frame.source, frame.line, frame.what, frame.locals.n, trace.frames[2].what',
      gives: 'inner\t<folder>/case.lua\t1\tLua\t7\tmain',
    },
    { wrong: 'Debug.stackTraceJson("x")', says: "bad argument #1 'options' to 'Debug.stackTraceJson' (table expected, got string)" },
  ],

  'Debug.addModuleFilter': [
    { lua: 'Debug.addModuleFilter("net.*", false) Debug.info("hidden", "net.http") Debug.info("shown", "net") Debug.clearModuleFilters()', gives: '', logs: '[INFO] net: shown\n' },
    { lua: 'Debug.addModuleFilter("a", false) Debug.addModuleFilter("a", true) local n = Debug.getFilterSummary().total_rules Debug.info("shown", "a") Debug.clearModuleFilters() return n', gives: '1', logs: '[INFO] a: shown\n' },
    { wrong: 'Debug.addModuleFilter("a")', says: "bad argument #2 'enabled' to 'Debug.addModuleFilter' (boolean expected, got no value)" },
  ],
  'Debug.addAdvancedFilter': [
    { lua: 'local ok = Debug.addAdvancedFilter("net", "hierarchical", false) Debug.info("hidden", "net.http") Debug.info("shown", "network") Debug.clearModuleFilters() return ok', gives: 'true', logs: '[INFO] network: shown\n' },
    { lua: 'Debug.addAdvancedFilter("^a+$", "regex", false) Debug.info("hidden", "aaa") Debug.info("shown", "ab") Debug.clearModuleFilters()', gives: '', logs: '[INFO] ab: shown\n' },
    { lua: 'Debug.addAdvancedFilter("a", "exact", false) Debug.addAdvancedFilter("b?", "wildcard", false) for _, m in ipairs({ "a", "a.b", "b", "bc" }) do Debug.info("shown", m) end Debug.clearModuleFilters()', gives: '', logs: '[INFO] a.b: shown\n[INFO] b: shown\n' },
    { lua: 'return Debug.addAdvancedFilter("a", "fuzzy", false), Debug.getFilterSummary().total_rules', gives: 'false\t0' },
    { wrong: 'Debug.addAdvancedFilter("a", nil, true)', says: "bad argument #2 'type' to 'Debug.addAdvancedFilter' (string expected, got nil)" },
    { wrong: 'Debug.addAdvancedFilter("(", "regex", true)', says: /^bad argument #1 'pattern' to 'Debug\.addAdvancedFilter' \(a regular expression expected, got "\(": .+\)$/ },
  ],
  'Debug.removeModuleFilter': [
    { lua: 'Debug.addModuleFilter("a", false) Debug.addAdvancedFilter("a", "regex", false) return Debug.removeModuleFilter("a"), Debug.removeModuleFilter("a"), Debug.getFilterSummary().total_rules', gives: 'true\tfalse\t0' },
    { wrong: 'Debug.removeModuleFilter(1)', says: "bad argument #1 'pattern' to 'Debug.removeModuleFilter' (string expected, got number)" },
  ],
  'Debug.clearModuleFilters': [{ lua: 'Debug.addModuleFilter("a", false) Debug.clearModuleFilters() return Debug.getFilterSummary().total_rules', gives: '0' }],
  'Debug.setDefaultFilterEnabled': [
    {
      lua: 'Debug.setDefaultFilterEnabled(false) Debug.addModuleFilter("main", true) Debug.info("hidden") Debug.info("hidden", "net") Debug.info("shown", "main") Debug.setDefaultFilterEnabled(true) Debug.clearModuleFilters()',
      gives: '',
      logs: '[INFO] main: shown\n',
    },
    { wrong: 'Debug.setDefaultFilterEnabled("no")', says: "bad argument #1 'enabled' to 'Debug.setDefaultFilterEnabled' (boolean expected, got string)" },
  ],
  'Debug.getFilterSummary': [
    {
      lua: 'Debug.addModuleFilter("a.*", false) Debug.addAdvancedFilter("b", "hierarchical", true) local summary = Debug.getFilterSummary() Debug.clearModuleFilters() return JSON.stringify(summary)',
      gives: '{"default_enabled":true,"rules":[{"enabled":false,"pattern":"a.*","pattern_type":"wildcard"},{"enabled":true,"pattern":"b","pattern_type":"hierarchical"}],"total_rules":2}',
    },
  ],
  'Debug.getCapturedEntries': [
    {
      fresh: true,
      lua: 'Debug.info("one", "m") Debug.debug("not shown") Debug.logWithData("warn", "two", { n = 2 }) local all = Debug.getCapturedEntries() local last = Debug.getCapturedEntries(1)[1] return #all, all[1].message, all[1].module, all[1].metadata, all[1].timestamp:match("^%d+%-%d%d%-%d%dT%d%d:%d%d:%d%d%.%d%d%dZ$") ~= nil, last.level, last.message, last.metadata.n',
      gives: '2\tone\tm\tnil\ttrue\twarn\ttwo\t2',
    },
    { fresh: true, lua: 'for i = 1, 100 do Debug.info(i) end local all = Debug.getCapturedEntries() return #all, all[1].message, #Debug.getCapturedEntries(0)', gives: '40\t61\t0' },
    { wrong: 'Debug.getCapturedEntries("all")', says: "bad argument #1 'limit' to 'Debug.getCapturedEntries' (integer expected, got string)" },
  ],
  'Debug.clearCaptured': [{ lua: 'Debug.info("x") Debug.clearCaptured() return #Debug.getCapturedEntries()', gives: '0' }],

  'Debug.recordEvent': [
    {
      lua: 'local timer = Debug.timer("load") local by_id = Debug.recordEvent(timer.id, "miss", { key = 1 }) local by_object = Debug.recordEvent(timer, "hit") timer:stop() return by_id, by_object, Debug.recordEvent(timer.id, "late"), Debug.recordEvent("timer-0", "never"), Debug.performanceReport():match("event miss [^\\n]*")',
      gives: 'true\ttrue\tfalse\tfalse\tevent miss {"key":1}',
    },
    { wrong: 'Debug.recordEvent(1, "x")', says: "bad argument #1 'timer_id' to 'Debug.recordEvent' (string or DebugTimer expected, got number)" },
    { wrong: 'Debug.recordEvent(Debug.timer("t"), "x", print)', says: 'Unsupported Lua type for JSON conversion: the value is a function' },
  ],
  'Debug.startProfile': [
    {
      // However busy the machine is: until ten looks found it in the loop.
      lua: [
        'local function busy(seconds) local t = os.clock() while os.clock() - t < seconds do end end',
        'local seconds, profile = 0.02',
        'repeat',
        '  Debug.startProfile({ interval_ms = 0.5 }) busy(seconds) profile = Debug.stopProfile()',
        '  seconds = seconds * 2',
        'until profile.samples > 10 or seconds > 20',
        'local stack, micros = Debug.flameGraph():match("(main chunk %(case.lua:4%);busy %(case.lua:1%)) (%d+)")',
        'return stack, tonumber(micros) > 0.5 * profile.duration_ms * 1000, profile.samples > 10, profile.interval_ms',
      ].join('\n'),
      gives: 'main chunk (case.lua:4);busy (case.lua:1)\ttrue\ttrue\t0.5',
    },
    { wrong: 'Debug.startProfile({ interval_ms = 0 })', says: "bad field 'interval_ms' of argument #1 'options' to 'Debug.startProfile' (number from 0.1 to 1000 expected, got 0)" },
    { wrong: 'Debug.startProfile(1)', says: "bad argument #1 'options' to 'Debug.startProfile' (table expected, got number)" },
  ],
  'Debug.stopProfile': [{ lua: 'local before = Debug.stopProfile() Debug.startProfile() local p = Debug.stopProfile() return before, math.type(p.samples), math.type(p.duration_ms), Debug.stopProfile()', gives: 'nil\tinteger\tfloat\tnil' }],
  'Debug.isProfiling': [
    // One script after the other in the same VM: the profiler has ended with the first.
    { lua: 'Debug.startProfile() return Debug.isProfiling()', gives: 'true' },
    { lua: 'return Debug.isProfiling(), Debug.performanceReport():match("Profile: %d+ samples in [%d.]+ ms\\n") ~= nil', gives: 'false\ttrue' },
    { lua: 'local before = Debug.isProfiling() Debug.startProfile() local during = Debug.isProfiling() Debug.stopProfile() return before, during, Debug.isProfiling()', gives: 'false\ttrue\tfalse' },
  ],
  'Debug.performanceReport': [
    { fresh: true, lua: 'return Debug.performanceReport():match("^(.-)\\nMemory: [%d.]+ MB used %(heap [%d.]+ MB, strings [%d.]+ MB%) of 512%.0 MB; the process has [%d.]+ MB$")', gives: 'Performance report\nTimers: none\nProfile: none (Debug.startProfile starts one)' },
    {
      fresh: true,
      lua: 'for _ = 1, 3 do Debug.timer("often"):stop() end local timer = Debug.timer("work") timer:lap("half") return (Debug.performanceReport():gsub("%d+%.%d+", "#"):match("Timers:.-\\nProfile"))',
      gives: 'Timers:\n  often: 3 times, # ms, average # ms, # ms to # ms\n  work: running for # ms\n    at # ms: lap half\nProfile',
    },
    {
      fresh: true,
      lua: 'Debug.startProfile() local agent = Agent.create("asked", { model = "demo/echo" }) agent:execute({ prompt = "x" }) Debug.stopProfile() return Debug.performanceReport():match("%[waiting for AgentInstance:execute%]"), Debug.flameGraph():match("main chunk %(case.lua:1%);%[waiting for AgentInstance:execute%]")',
      gives: '[waiting for AgentInstance:execute]\tmain chunk (case.lua:1);[waiting for AgentInstance:execute]',
    },
  ],
  'Debug.jsonReport': [
    {
      fresh: true,
      lua: 'local timer = Debug.timer("work") timer:lap("half") Debug.recordEvent(timer, "miss", { key = "a" }) timer:stop() Debug.startProfile() Debug.stopProfile() local report = JSON.parse(Debug.jsonReport()) local work = report.timers[1] return work.name, work.count, work.laps[1].name, work.events[1].metadata.key, report.profile.running, report.profile.functions[1].name, report.memory.used_bytes > 0',
      gives: 'work\t1\thalf\ta\tfalse\tmain chunk (case.lua)\ttrue',
    },
  ],
  'Debug.flameGraph': [
    { fresh: true, lua: 'local empty = Debug.flameGraph() local timer = Debug.timer("work") timer:lap("one") timer:stop() return empty == "", (Debug.flameGraph():gsub("%d+", "#"))', gives: 'true\twork;one #\nwork #' },
    {
      fresh: true,
      // Two coroutines, one inside of the other: the stack goes from the main chunk to what runs. On a busy machine a look may fall on another line first.
      lua: [
        'local text local function look() text = Debug.flameGraph() end',
        'local function innermost() look() end local inner = coroutine.wrap(innermost)',
        'local function outermost() inner() end local outer = coroutine.wrap(outermost)',
        'Debug.startProfile()',
        'outer()',
        'Debug.stopProfile()',
        'return (text:match("[^\\n]*;look [^\\n]*"):gsub(" %d+$", ""))',
      ].join('\n'),
      gives: 'main chunk (case.lua:5);outermost (case.lua:3);innermost (case.lua:2);look (case.lua:1)',
    },
  ],
  'Debug.memoryStats': [
    {
      fresh: true,
      lua: 'local before = Debug.memoryStats() local kept = ("x"):rep(20000000) local t = {} for i = 1, 100000 do t[i] = { i } end collectgarbage() local after = Debug.memoryStats() return after.string_bytes - before.string_bytes > 19000000, after.heap_bytes - before.heap_bytes > 5000000, after.used_bytes == after.heap_bytes + after.string_bytes, after.allocated_bytes >= after.used_bytes, after.resident_bytes > after.used_bytes, after.collections - before.collections, after.limit_bytes, #kept, #t',
      gives: 'true\ttrue\ttrue\ttrue\ttrue\t1\t536870912\t20000000\t100000',
    },
  ],
  'Debug.memorySnapshot': [
    {
      fresh: true,
      lua: 'local first, second = Debug.timer("first"), Debug.timer("second") kept = ("x"):rep(10000000) first:stop() local s = Debug.memorySnapshot() local usage = s.tracker_memory_usage return s.active_trackers, s.timestamp_secs == os.time() or s.timestamp_secs + 1 == os.time(), usage.first.end_bytes - usage.first.start_bytes == usage.first.delta_bytes, usage.first.delta_bytes >= 10000000, usage.second.end_bytes, s.total_memory_delta_bytes == usage.first.delta_bytes + usage.second.delta_bytes',
      gives: '1\ttrue\ttrue\ttrue\tnil\ttrue',
    },
  ],
};
