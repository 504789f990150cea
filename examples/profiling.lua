-- Where the time goes, and the memory: timers, the profiler and its flame graph, dumps. Times differ
-- from run to run; the order should not. A breakpoint does not count: stop in `joined`, wait a while,
-- go on, and the profile is as it was.

-- Two ways to the same text. Which one is better?
local function appended(count)
  local text = ""
  for number = 1, count do
    text = text .. number .. ","
  end
  return text
end

local function joined(count)
  local parts = {}
  for number = 1, count do
    parts[number] = number .. ","
  end
  return table.concat(parts)
end

local critic = Agent.builder():name("critic"):model("demo/critic"):build()
local COUNT = 10000

-- 1. A timer, with a lap for each part; it runs through breakpoints, as a watch does. The profiler looks
--    every millisecond at what the script is doing, and does not.
local timer = Debug.timer("two ways")
Debug.startProfile({ interval_ms = 1 })
local slow = appended(COUNT)
timer:lap("appended")
local quick = joined(COUNT)
timer:lap("joined")
local remark = critic:execute({ prompt = "Which one is better?" }).text
timer:lap("critic")
local profile = Debug.stopProfile()
local verdict = slow == quick and "The same text" or "Another text"
print(("1. %s. %d laps in %.0f ms, %d looks."):format(verdict, #timer:laps(), timer:stop(), profile.samples))

-- 2. Who it was, for people. What waits for an agent is told apart from what computes.
print("2. " .. Debug.performanceReport())

-- 3. The same for tools: folded stacks, as flame graph viewers read them (speedscope.app, flamegraph.pl).
local path = os.tmpname()
local file = assert(io.open(path, "w"))
file:write(Debug.flameGraph())
file:close()
local widest, longest
for line in io.lines(path) do
  local stack, time = line:match("^(.*) (%d+)$")
  if stack:find("^main chunk") and (not longest or tonumber(time) > longest) then
    widest, longest = stack, tonumber(time)
  end
end
print(("3. The widest flame, %d us: %s"):format(longest, widest))
os.remove(path)

-- 4. Memory: what this script holds now, garbage included until it is collected.
local before = Debug.memoryStats().used_bytes // 1024
slow, quick = nil, nil
collectgarbage()
local after = Debug.memoryStats().used_bytes // 1024
print(("4. %d KB in use before the collection, %d KB after it."):format(before, after))

-- 5. Dumps show values as they are: nested, sorted, without running any code of theirs.
local answer = { by = "critic", words = select(2, remark:gsub("%S+", "")), laps = timer:laps() }
answer.itself = answer
print("5. " .. Debug.dump(answer, { max_depth = 2 }))
print("   " .. Debug.dumpCompact(answer.laps[1], "the first lap"))
