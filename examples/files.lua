-- Files, text and bytes, as Lua has them and a little more: `io`, JSON, streams, `string.pack`, hashes.
-- All of it is written below the temporary folder, and removed. A breakpoint at `total = total` in 2
-- stops with one order read and the others still in the file: the stream is the coroutine that waits in
-- the Call Stack, with the loop that reads.

local path = os.tmpname() -- a new, empty file; removing it is up to us

-- 1. Written line by line, one JSON object each; read whole, by position, or a line at a time.
local file = assert(io.open(path, "w"))
for number, drink in ipairs({ "espresso", "flat white", "tea" }) do
  local at = os.date("!%H:%M", 8 * 3600 + number * 60) -- "!" means UTC
  file:write(JSON.stringify({ number = number, drink = drink, price = 2 + number / 4, at = at }), "\n")
end
file:close()

file = assert(io.open(path))
print(("1. %d bytes, that begin with %s"):format(file:seek("end"), file:seek("set") and file:read("l")))
file:close()

-- 2. A stream makes a value when it is asked for one, and not before.
local orders = Streaming.create(function()
  for line in io.lines(path) do
    Streaming.yield(JSON.parse(line))
  end
end)

local function next_order()
  return orders:next()
end

local total = 0
for order in next_order do
  total = total + order.price
  print(("2. %s  %-10s %.2f, in all %.2f"):format(order.at, order.drink, order.price, total))
end

-- 3. Bytes: Lua 5.3's 64-bit integers and `string.pack`, and a hash to compare them by.
local record = string.pack("<i8 d s1", math.maxinteger, total, "café")
local largest, sum, name = string.unpack("<i8 d s1", record)
print(("3. %d bytes hold %d, %.2f and %s."):format(#record, largest, sum, name))
print("   " .. Utils.base64_encode(record) .. ", SHA-256 " .. Utils.hash(record):sub(1, 16) .. "…")

-- 4. A file without a name, gone when it is closed. "n" reads numbers as Lua writes them.
local scratch = assert(io.tmpfile())
scratch:write("10 0x1F 2.5")
scratch:seek("set")
print("4. Numbers:", scratch:read("n", "n", "n"))
scratch:close()

-- 5. What agents use, within the same rules: the tool for files. It answers with a table.
local read = Tool.execute("file-operations", { operation = "read", path = path })
print(("5. The tool read %d bytes: %s"):format(#read.result.content, tostring(read.success)))

-- 6. What fails is told as in Lua: nil, a message with the path, the error number of the system.
assert(os.remove(path))
local gone, message, code = io.open(path)
print(("6. %s, error %d: %s"):format(tostring(gone), code, message:match(": (.*)")))
