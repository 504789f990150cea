-- Every operator on every pair of edge values, as numbers and as printed.
local edges = {
  0, 1, -1, 2, -2, 3, -7, 10, 63, 64, -64, 255, 65535, 2147483647, 2147483648, -2147483648, -2147483649, 4294967295, 4294967296,
  9007199254740991, 9007199254740992, 9007199254740993, -9007199254740991, -9007199254740992, -9007199254740993,
  4611686018427387904, math.maxinteger - 1, math.maxinteger, math.mininteger + 1, math.mininteger,
}
local binary = {
  add = function(a, b) return a + b end,
  sub = function(a, b) return a - b end,
  mul = function(a, b) return a * b end,
  idiv = function(a, b) return a // b end,
  mod = function(a, b) return a % b end,
  band = function(a, b) return a & b end,
  bor = function(a, b) return a | b end,
  bxor = function(a, b) return a ~ b end,
  shl = function(a, b) return a << b end,
  shr = function(a, b) return a >> b end,
  lt = function(a, b) return a < b end,
  le = function(a, b) return a <= b end,
  eq = function(a, b) return a == b end,
  ltfloat = function(a, b) return a < b + 0.0 end,
  eqfloat = function(a, b) return a == b + 0.0 end,
  ult = function(a, b) return math.ult(a, b) end,
  fmod = function(a, b) return math.fmod(a, b) end,
}
local names = {}
for name in pairs(binary) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  local operate = binary[name]
  for _, a in ipairs(edges) do
    local row = {}
    for _, b in ipairs(edges) do
      local ok, value = pcall(operate, a, b)
      row[#row + 1] = ok and tostring(value) or "error"
    end
    print(name, a, table.concat(row, " "))
  end
end
for _, a in ipairs(edges) do
  print("unary", a, -a, ~a, a // 1 | 0, math.abs(a), math.tointeger(a + 0.0), math.type(a), #tostring(a))
  print("text", string.format("%d %5d %-22d| %+d % d %x %X %o %#x %020d %.25d", a, a, a, a, a, a, a, a, a, a, a))
  print("key", ({ [a] = "found" })[a], ({ [a] = "found" })[a + 0.0], tostring(a) + 0, tonumber(tostring(a)), tostring(a) == a .. "")
  print("pack", (string.pack("<i8", a):gsub(".", function(c) return string.format("%02x", c:byte()) end)), string.unpack("<i8", string.pack("<i8", a)))
end
print(9223372036854775807, 9223372036854775808, -9223372036854775808, 0x7fffffffffffffff, 0xffffffffffffffff, 0x1ffffffffffffffff)
print(math.maxinteger + 1 == math.mininteger, math.mininteger - 1 == math.maxinteger, math.maxinteger * 2, math.mininteger // -1)
print(pcall(function() return 1 // 0 end))
print(pcall(function() return 1 % 0 end))
print(1 << 62, 1 << 63, 1 << 64, 1 >> 1, -1 >> 1, -1 >> 63, -1 << 63, 2^53 | 0, "10" | 0, "0x10" & 0xff)
print(pcall(function() return 1.5 | 0 end))
print(pcall(function() return 2^63 | 0 end))
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger(2^53), math.tointeger(2^63))
print(tonumber("10", 2), tonumber("zz", 36), tonumber("-ff", 16), tonumber("8", 8), tonumber("7fffffffffffffff", 16), tonumber("ffffffffffffffff", 16), tonumber("1e1", 10))
for i = math.maxinteger - 2, math.maxinteger - 1 do io.write(i, " ") end print()
for i = math.mininteger + 2, math.mininteger + 1, -1 do io.write(i, " ") end print()
for i = 9007199254740990, 9007199254740994 do io.write(i, " ") end print()
for i = -9007199254740990, -9007199254740994, -2 do io.write(i, " ") end print()
for i = 1, 3.7 do io.write(i, " ") end print()
for i = 1.0, 3 do io.write(i, " ") end print()
local n = 0
for i = 1, math.huge do n = i if i > 5 then break end end print(n)
for i = -1, -math.huge, -1 do n = i if i < -5 then break end end print(n)
for i = 1, -math.huge do print("never") end
for i = 3, 1 do print("never") end
print(pcall(function() for i = 1, 10, 0 do break end return "zero step" end))
print(pcall(function() for i = "a", 2 do end end))
print(pcall(function() for i = 1, {} do end end))
print(pcall(function() for i = 1, 2, {} do end end))
-- Hashes in 64 bits.
local hash = -3750763034362895579
for i = 1, 1000 do hash = (hash ~ (i & 255)) * 1099511628211 end
print(hash)
local x = 88172645463325252
for i = 1, 1000 do x = x ~ (x << 13) x = x ~ (x >> 7) x = x ~ (x << 17) end
print(x)
