-- Times calls one by one and prints the milliseconds of each, a line for each kind of call.
local rounds = tonumber(ARGS.rounds)
local timer = Debug.timer("calls")

local function measure(name, call)
  for i = 1, 50 do call(i) end
  local times = {}
  for i = 1, rounds do
    local start = timer:elapsed()
    call(i)
    times[i] = string.format("%.5f", timer:elapsed() - start)
  end
  print(name .. "\t" .. table.concat(times, " "))
end

local small = { name = "small", list = { 1, 2, 3 } }
local large = {}
for i = 1, 400 do large[i] = { id = i, note = "entry number " .. i } end

State.set("bench", "small", small)
State.set("bench", "large", large)
State.set("bench", "memory", small, { ephemeral = true })

measure("timer alone", function() end)
measure("host call", function() Tool.exists("calculator") end)
measure("state read", function() State.get("bench", "small") end)
measure("state read, 12 KiB compressed", function() State.get("bench", "large") end)
measure("state read, ephemeral", function() State.get("bench", "memory") end)
measure("state write, ephemeral", function(i) State.set("bench", "memory", i, { ephemeral = true }) end)
measure("state write", function(i) State.set("bench", "key " .. i % 100, small) end)
measure("state write, 12 KiB compressed", function(i) State.set("bench", "large", large) end)
measure("state update", function() State.update("bench", "count", function(n) return (n or 0) + 1 end) end)
