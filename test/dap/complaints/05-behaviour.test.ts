// Complaint 5: under the debugger the program does something else.
//
// Ismoh/local-lua-debugger-vscode#25 (an error that is a table arrives as a string); tomblind/local-lua-debugger-vscode#34 and defold/defold#7381 (a failing
// `__tostring` ends the session); jbyuki/one-small-step-for-vimkind; pkulchenko/ZeroBraneStudio#1066 (a yield outside of a coroutine ends debugging instead
// of failing).
import { describe, expect, test } from 'vitest';
import { script } from '../script.ts';
import { runFile } from '../../support/scripted-vm.ts';
import { alone, debugged, quickWays, slowWays } from './debugged-run.ts';

/** Each says with print and io.write all that a debugger might change. */
const scripts: Readonly<Record<string, string>> = {
  'error values keep their type and identity (#25, its script)': `
local function f()
  error {'a table', x = true}
end

local success, result = pcall(f)
print(success, type(result), result[1], result.x)
local object = setmetatable({}, { __tostring = function() return "an object" end })
for _, value in ipairs { object, 42, true, print, coroutine.create(print), 1.5, "text" } do
  local _, got = pcall(error, value, 0)
  print(type(got), rawequal(got, value), math.type(got))
  local _, again = xpcall(error, function(e) return e end, value, 0)
  print(type(again), rawequal(again, value))
  local co = coroutine.create(error)
  print(rawequal(select(2, coroutine.resume(co, value, 0)), value))
end
print(select("#", pcall(error)), (select(2, pcall(error))))
error(object)
`,
  'a failing __tostring is the script\'s own matter (lld#34)': `
local broken = setmetatable({ 1 }, { __tostring = function(self) return self.missing.field end, __index = function(t, k) return rawget(t, k) end })
local holder = { broken, name = "holder" }
print(pcall(tostring, broken))
print(pcall(string.format, "%s", broken))
print(#holder, holder.name)
`,
  'a yield outside of a coroutine fails as ever (ZeroBrane#1066, its script)': `
f1 = function()
    print("001")
    coroutine.yield()
   return 100
end
print(pcall(f1))
print(002)
print(coroutine.isyieldable(), coroutine.running())
`.replace(', coroutine.running()', ', select(2, coroutine.running())'),
  'hooks are the script\'s: what they count, and what is told of them': `
local lines, calls, returns, counts = 0, 0, 0, 0
local function work(n)
  local s = 0
  for i = 1, n do
    s = s + i
  end
  return s
end
local function hook(event, line)
  if event == "line" then lines = lines + 1
  elseif event == "call" or event == "tail call" then calls = calls + 1
  elseif event == "return" then returns = returns + 1
  else counts = counts + 1 end
end
print(debug.gethook())
debug.sethook(hook, "lcr", 10)
local got, mask, count = debug.gethook()
print(rawequal(got, hook), mask, count)
work(20)
local co = coroutine.wrap(function() work(3) coroutine.yield() work(2) end)
co() co()
debug.sethook()
print(lines, calls, returns, counts, debug.gethook())
local inside = coroutine.create(function() return debug.gethook() end)
print(coroutine.resume(inside))
`,
  'debug.getinfo and debug.traceback know the script\'s frames only': `
local function names(...)
  local out = {}
  for level = 1, 10 do
    local info = debug.getinfo(level, "nSltufr")
    if info == nil then break end
    out[#out + 1] = table.concat({ tostring(info.name), info.namewhat, info.what, info.currentline, info.linedefined, info.lastlinedefined, info.nups, info.nparams, tostring(info.isvararg), tostring(info.istailcall), info.short_src:match("[^/]*$"), tostring(info.func ~= nil) }, ":")
  end
  return table.concat(out, "\\n")
end
local function tail(x) return names(x) end
print(tail(1))
print((debug.traceback("message", 1):gsub("/%S*/", "")))
print(coroutine.wrap(function() return (debug.traceback("inside"):gsub("/%S*/", "")) end)())
print(debug.traceback({}) ~= nil, debug.traceback(nil), debug.traceback(12))
local co = coroutine.create(function(a) local b = a * 2 coroutine.yield(b) end)
coroutine.resume(co, 4)
print((debug.traceback(co):gsub("/%S*/", "")))
print(debug.getlocal(co, 1, 1), debug.getlocal(co, 1, 2))
print(debug.getinfo(co, 1, "l").currentline, debug.getinfo(print).what, debug.getinfo(1, "L").activelines ~= nil)
local sorted = {}
for line in pairs(debug.getinfo(names, "L").activelines) do sorted[#sorted + 1] = line end
table.sort(sorted)
print(table.concat(sorted, " "))
`,
  'locals, upvalues, metatables, registry, user values': `
local function outer(a, ...)
  local b = a + 1
  local function inner() b = b + 1 return b, a end
  local i, seen = 1, {}
  while true do
    local name, value = debug.getlocal(1, i)
    if not name then break end
    seen[#seen + 1] = name .. "=" .. (type(value) == "number" and value or type(value))
    i = i + 1
  end
  print(table.concat(seen, " "))
  print(debug.getlocal(1, -1), debug.getlocal(1, -2), debug.getlocal(1, -3))
  print(debug.setlocal(1, 1, 10), a, debug.setlocal(1, 99, 0))
  return inner
end
local inner = outer(1, "x", "y")
print(debug.getupvalue(inner, 1), debug.getupvalue(inner, 2), debug.getupvalue(inner, 3))
print(debug.setupvalue(inner, 1, 100), inner())
local other = outer(5)
print(debug.upvalueid(inner, 1) == debug.upvalueid(inner, 1), debug.upvalueid(inner, 1) == debug.upvalueid(other, 1))
debug.upvaluejoin(inner, 1, other, 1)
print(debug.upvalueid(inner, 1) == debug.upvalueid(other, 1), inner(), other())
local mt = { __index = function(_, k) return k end, __metatable = "locked" }
local t = setmetatable({}, mt)
print(getmetatable(t), debug.getmetatable(t) == mt, pcall(setmetatable, t, nil))
print(debug.setmetatable(10, { __index = { half = 5 } }), (10).half, debug.setmetatable(10, nil))
print(type(debug.getregistry()), debug.getregistry()[2] == _G, debug.getuservalue(io.stdout))
print(debug.getlocal(outer, 1), debug.getlocal(outer, 2))
`,
  'bytes of output, its two streams, and the end of an error': `
io.write("a\\0b\\r\\n\\255\\254 é", 1, " ", 2.0, " ", -0.0, " ", 1e100, "\\n")
print(1e15, 2^53, 0/0 ~= 0/0, math.huge, -math.huge, 1e300 * 1e10, math.mininteger, 3 // 0.0)
io.stderr:write("to stderr\\n")
print(#arg, arg[0]:match("[^/]*$"), ...)
io.stdout:write("no line end")
local function level3() error("deep", 2) end
local function level2() level3() end
level2()
`,
  'goto, closures in loops, integer division, strings, sort: results': `
local out = {}
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto continue end
    out[#out + 1] = function() return i * 10 + j end
    ::continue::
  end
end
for _, f in ipairs(out) do io.write(f(), " ") end
print()
print(7 // 2, -7 // 2, 7 % -3, 7.5 // 2, 1 << 62, 1 << 63, ~0, 5 // 0.0)
local words = {}
for w in ("the quick brown fox"):gmatch("%a+") do words[#words + 1] = w end
table.sort(words, function(a, b) return #a < #b or (#a == #b and a > b) end)
print(table.concat(words, ","), ("x"):rep(3, "-"), ("%5.1f|%q"):format(3.14159, "a\\nb"))
print(select(-1, 1, 2, 3), table.unpack({ 1, 2, nil, 4 }, 1, 4))
print(load("return ...", "=chunk")(1, 2), pcall(load, nil), load("syntax error here"))
print(next({}), type(next), rawlen({ 1, 2 }), rawequal("a", "a"))
return "a result"
`,
  'os.exit inside pcall inside a coroutine, with output before': `
io.write("before ")
coroutine.wrap(function()
  pcall(function()
    io.write("inside\\n")
    os.exit(7)
  end)
end)()
`,
};

describe.each(Object.entries(scripts))('%s', (_, text) => {
  const lineCount = text.split('\n').length;

  test.each(slowWays)('with the debugger: %s', async (way) => {
    const program = script(text);
    // A client's output is text: bytes that are none are U+FFFD there, as they are in what `alone` has read.
    expect(await debugged(program.path, lineCount, way)).toEqual(await alone(program.path));
  });

  test.each(Object.entries(quickWays))('in the VM, down to the steps it takes: %s', (_name, way) => {
    const program = script(text);
    const { stdout, stderr, end, ticks } = runFile(program.path);
    expect(runFile(program.path, way(program.path, lineCount))).toMatchObject({ stdout, stderr, end, ticks });
  });
});
