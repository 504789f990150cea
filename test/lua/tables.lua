-- Tables: keys, length, next, move, sort, unpack.
local t = { 10, 20, 30, nil, n = 4, [1.0] = "one", [2^53] = "big", [-0.0] = "zero" }
print(t[1], t[1.0], t[2^53 | 0], t[0], #({ 1, 2, 3 }), #({ n = 1 }), rawlen({ 1, 2 }), rawequal(t, t), rawget(t, 2))
print(pcall(function() t[nil] = 1 end))
print(pcall(function() t[0/0] = 1 end))
print(pcall(next, {}, "no such key"))
local order = {}
for i = 1, 100 do order[i] = (i * 37) % 101 end
table.sort(order)
local sorted = true
for i = 2, #order do sorted = sorted and order[i - 1] <= order[i] end
print(sorted, order[1], order[100])
table.sort(order, function(a, b) return a > b end)
print(order[1], order[100])
local words = { "pear", "Apple", "fig", "10", "9" }
table.sort(words)
print(table.concat(words, " "))
print(pcall(table.sort, { 1, "x", 2 }))
local removed = { 1, 2, 3, 4, 5 }
print(table.remove(removed), table.remove(removed, 1), #removed, table.concat(removed, ","), table.remove({}), pcall(table.remove, removed, 7))
table.insert(removed, 1, "first") table.insert(removed, "last")
print(table.concat(removed, ","), pcall(table.insert, removed, 9, 1), pcall(table.insert, removed, 1, 2, 3))
print(table.unpack({ 1, 2, 3 })) print(table.unpack({ 1, nil, 3 }, 1, 3)) print(table.unpack({}, 1, 0)) print(select("#", table.unpack({}, 1, 3)))
print(table.unpack({ [math.maxinteger] = "last" }, math.maxinteger, math.maxinteger))
print(pcall(table.unpack, {}, 1, 1e8))
print(table.concat(table.move({ 1, 2, 3, 4, 5 }, 2, 5, 1), ","), table.concat(table.move({ 1, 2, 3 }, 1, 3, 3), ","), table.concat(table.move({ 7, 8 }, 1, 2, 2, { 0 }), ","))
print(table.move({ [math.maxinteger] = "x" }, math.maxinteger, math.maxinteger, 1)[1], pcall(table.move, {}, 1, math.maxinteger, 2))
local packed = table.pack(1, nil, 3) print(packed.n, packed[3])
print(select("#"), select("#", nil, nil), select(2, "a", "b", "c"), select(-1, "a", "b"))
local deleted = {}
for i = 1, 10 do deleted[i] = i end
for k in pairs(deleted) do deleted[k] = nil end
print(next(deleted), #deleted)
local seen = 0
for _ in pairs({ 1, 2, x = 3, [2.5] = 4, [true] = 5 }) do seen = seen + 1 end print(seen)
for i, v in ipairs(setmetatable({}, { __index = function(_, i) if i < 4 then return i * i end end })) do io.write(i, "=", v, " ") end print()
for k, v in pairs(setmetatable({}, { __pairs = function() return function(_, k) if not k then return 1, "paired" end end end })) do print(k, v) end
print(#setmetatable({}, { __len = function() return 42 end }), tostring(setmetatable({}, { __tostring = function() return "named" end })))
print(pcall(setmetatable, setmetatable({}, { __metatable = "locked" }), {}), getmetatable(setmetatable({}, { __metatable = "locked" })))
-- The length of tables that are more than a sequence, while they grow and shrink.
local mixed = { name = "m", [2.5] = 1, [true] = 2 }
for i = 1, 20 do mixed[#mixed + 1] = i * i end
io.write(#mixed, " ")
for _ = 1, 7 do mixed[#mixed] = nil end
io.write(#mixed, " ", mixed[#mixed], " ")
table.insert(mixed, 3, "x") io.write(#mixed, " ", table.remove(mixed, 1), " ", #mixed, " ")
while #mixed > 0 do table.remove(mixed) end
print(#mixed, mixed.name, mixed[2.5])
local filled = { x = 1 } for i = 10, 1, -1 do filled[i] = i end print(#filled)
-- Nils in constructors: the last element counts.
local function three() return nil, nil, 3 end
print(#{ nil, nil, 3 }, #{ 1, nil, 3 }, #{ three() }, #{ nil, 2 }, #{ 1, 2, nil, 4, nil, 6 }, #table.pack(nil, nil, 3) > 0)
