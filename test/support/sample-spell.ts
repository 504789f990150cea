/** Lua as people write it against the API, with every kind of statement: for tests that damage real text or type it anew. */
export const sampleSpell = `-- Asks two agents about topics and keeps what they say.
local Notebook = require("lib.notebook")

local M = { depth = 1, topics = { "rain", "snow" } }

local function new_agent(name, instructions)
  return Agent.builder()
    :name(name)
    :model("demo/" .. name)
    :system_prompt(instructions)
    :build()
end

local planner = new_agent("planner", [[
Name the one thing to remember.
Be short.]])

function M.twice(n)
  return n * 2
end

function M:ask(text, ...)
  local extra = select("#", ...)
  if extra > 0 then
    text = text .. " (" .. extra .. ")"
  elseif #text == 0 then
    return nil, "nothing to ask"
  else
    self.depth = self.depth + 1
  end
  return planner:execute({ prompt = text }).text
end

local rounds = coroutine.wrap(function(topics)
  for round, topic in ipairs(topics) do
    local remark = planner:invokeStream({ prompt = topic }, function(piece)
      io.write(piece)
    end)
    coroutine.yield(round, remark.text)
  end
end)

local i = 0
while true do
  i = i + 1
  if i > 3 then
    break
  end
  for step = 10, 1, -3 do
    if step == 4 then
      goto continue
    end
    print(("%d of %d"):format(step, M.twice(i)))
    ::continue::
  end
end

repeat
  local round, text = rounds(M.topics)
  M.last = { round = round, text = text, ["when"] = os.time() }
until not round or #text > 100

return M
`;
