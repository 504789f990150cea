-- Control flow, closures, coroutines, metamethods, errors and their messages.
local results = {}
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto continue end
    results[#results + 1] = i .. j
    ::continue::
  end
end
print(table.concat(results, " "))
local fs = {}
for i = 1, 3 do local up = i * 10 fs[i] = function(d) up = up + (d or 0) return i, up end end
print(fs[1](1), fs[1](1), fs[2](), fs[3](5))
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end end
local up, read = counter() up() up() print(read())
local function varargs(...) local a, b = ... return select("#", ...), a, b, ... end
print(varargs()) print(varargs(1, nil)) print((varargs(1, 2, 3)))
local function tail(n) if n == 0 then return "done" end return tail(n - 1) end
print(tail(100000))
print(pcall(function() local function deep(n) return 1 + deep(n) end return deep(1) end))
-- repeat sees its body's locals
local n = 0 repeat local stop = n > 2 n = n + 1 until stop print(n)
-- coroutines
local co = coroutine.create(function(a, b) local c = coroutine.yield(a + b) local d, e = coroutine.yield(c * 2) return d + e end)
print(coroutine.resume(co, 1, 2)) print(coroutine.resume(co, 10)) print(coroutine.resume(co, 3, 4)) print(coroutine.resume(co)) print(coroutine.status(co))
local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end)
print(gen(), gen(), gen(), gen()) print(pcall(gen))
print(coroutine.isyieldable(), coroutine.running()== nil, select(2, coroutine.running()))
co = coroutine.create(function() local ok, e = pcall(function() coroutine.yield("in pcall") error("after") end) coroutine.yield(ok, e) error({ code = 7 }) end)
print(coroutine.resume(co)) print(coroutine.resume(co)) local ok, e = coroutine.resume(co) print(ok, type(e), e.code, coroutine.status(co))
print(pcall(coroutine.wrap(function() return table.unpack({ 1, 2, 3 }) end)))
co = coroutine.wrap(function() return pcall(table.sort, { 3, 2, 1 }, function(a, b) coroutine.yield() return a < b end) end)
print(co())
-- metamethods
local V = {} V.__index = V
V.__add = function(a, b) return setmetatable({ x = a.x + b.x }, V) end
V.__eq = function(a, b) return a.x == b.x end V.__lt = function(a, b) return a.x < b.x end V.__le = function(a, b) return a.x <= b.x end
V.__call = function(self, y) return self.x .. ":" .. y end V.__concat = function(a, b) return (a.x or a) .. "~" .. (b.x or b) end
V.__unm = function(a) return setmetatable({ x = -a.x }, V) end V.__newindex = function(t, k, v) rawset(t, k, v * 2) end
V.__idiv = function() return "idiv" end V.__band = function() return "band" end V.__shl = function() return "shl" end V.__bnot = function() return "bnot" end
local a, b = setmetatable({ x = 1 }, V), setmetatable({ x = 2 }, V)
print((a + b).x, a == b, a < b, a <= b, a > b, a("y"), a .. b, a .. "s", "s" .. a, (-a).x, a // b, a & 1, 1 << a, ~a)
a.new = 21 print(a.new)
-- errors
print(pcall(error)) print(pcall(error, "plain", 0)) print(pcall(error, { 1 }) == false) print(select(2, pcall(error, setmetatable({}, { __tostring = function() return "object" end }))) ~= nil)
print(pcall(function() local x = nil; return x.y end)) print(pcall(function() return undefinedglobal.field end)) print(pcall(function() local t = {} t.a.b = 1 end))
print(pcall(function() return 1 + {} end)) print(pcall(function() return "a" + 1 end)) print(pcall(function() return {} .. "x" end)) print(pcall(function() return #5 end))
print(pcall(function() return 1 < "2" end)) print(pcall(function() return {} < {} end)) print(pcall(function() local f = 5 f() end)) print(pcall(function() ("x"):nomethod() end))
print(pcall(function() return -{} end)) print(pcall(function() return 2^53 & 1.5 end)) print(pcall(function() return math.floor("x") end)) print(pcall(string.rep)) print(pcall(setmetatable, 1, 2)) print(pcall(ipairs))
print(xpcall(function() error("handled", 0) end, function(m) return m .. "!" end)) print(xpcall(function(...) return ... end, print, 1, 2))
print(select(2, xpcall(function() error("x") end, function() error("again") end)))
print(pcall(function() error("level 2", 2) end)) print(pcall(assert, false)) print(pcall(assert, nil, "msg")) print(pcall(assert, false, { 1 }) == false) print(assert(1, 2, 3))
-- load
print(load("return 1 + 1")()) print(load("syntax error here")) print(load("return x", "=name", "t", { x = "env" })()) print(load(function() return nil end)) local parts = { "return ", "7" } print(load(function() return table.remove(parts, 1) end)())
print(load("\27Lua", "bin", "t")) print(load("x =", "@file.lua")) print(load("for", "=short")) print(load("x = 'abc", "some text"))
local f = load(string.dump(function(x) return x * 2, "\0bytes", 2^53 | 0, 9223372036854775807, 1.5 end)) print(f(21))
print(#string.dump(function() local aname = 1 return aname end, true) < #string.dump(function() local aname = 1 return aname end))
local env = {} local chunk = load("a = 1; local function f() b = 2 end f() return _ENV", "c", "t", env) print(chunk() == env, env.a, env.b)
print(type(os.time()), os.time({ year = 2020, month = 1, day = 1, hour = 12 }) > 1500000000, type(os.clock()), os.date("!%Y-%m-%d", 0) ~= nil)
-- debug
local function info() local i = debug.getinfo(1, "nSlu") return i.name, i.currentline, i.linedefined, i.nparams, i.isvararg, i.what end print(info())
local function locals(p) local q = 2 return debug.getlocal(1, 1), select(2, debug.getlocal(1, 2)), debug.getlocal(1, 9) end print(locals("v"))
local trace = {} debug.sethook(function(event, line) trace[#trace + 1] = line end, "l")
local s = 1
s = s + 1
debug.sethook()
print(#trace, trace[2] - trace[1], debug.gethook())
local calls = 0 debug.sethook(function() calls = calls + 1 end, "c") tostring(1) math.abs(1) debug.sethook() print(calls)
print(debug.gethook(coroutine.create(print)))
print(collectgarbage("count") > 0, collectgarbage(), type(collectgarbage("step")), collectgarbage("isrunning"), collectgarbage("stop"), collectgarbage("isrunning"), collectgarbage("restart"), collectgarbage("setpause", 100) ~= nil, pcall(collectgarbage, "nonsense"))
math.randomseed(42) local r1, r2 = math.random(100), math.random() math.randomseed(42) print(math.random(100) == r1, math.random() == r2, math.random(5, 5), pcall(math.random, 2, 1)) print(pcall(math.random, math.mininteger, math.maxinteger), math.type(math.random(0, math.maxinteger)), math.type(math.random(math.mininteger, -1)))
