-- Three agents prepare a talk together: a planner, a writer and a critic.
-- No key is needed: the provider "demo" answers, and says so.
--
-- Press F5. The answers appear behind the lines that ask for them; the panel
-- "Spell Events" shows every call. Then click left of a line number to set a
-- breakpoint, press F5 again, and look around:
--
--   * in `on_piece`       the writer's answer arrives piece by piece, and goes on
--                         arriving (behind the line that asked) while you are stopped
--   * in `rounds`         a coroutine has a call stack of its own
--   * in lib/notebook.lua tables, metatables and upvalues in Variables
--   * in the loop         try the condition  topic:find("agents")

local Notebook = require("lib.notebook")

local function new_agent(name, instructions)
  return Agent.builder()
    :name(name)
    :model("demo/" .. name)
    :system_prompt(instructions)
    :build()
end

local planner = new_agent("planner", "Name the one thing the audience should remember.")
local writer = new_agent("writer", "Write one paragraph that a tired reader enjoys.")
local critic = new_agent("critic", "Say what is missing, in one kind sentence.")

local notes = Notebook.new("A talk about agents you can step through")

-- Streaming: the function is called with every piece of the answer as it arrives.
local function write_about(topic)
  local pieces, longest = 0, ""

  local function on_piece(piece)
    pieces = pieces + 1
    if #piece > #longest then
      longest = piece
    end
  end

  local answer = writer:invokeStream({ prompt = "Write about " .. topic }, on_piece)
  notes:add(topic, answer.text)
  return pieces, longest
end

-- A coroutine: each resume asks the critic once and gives back the next remark.
local rounds = coroutine.wrap(function(topics)
  for round, topic in ipairs(topics) do
    local remark = critic:execute({ prompt = "What does a text about " .. topic .. " miss?" })
    coroutine.yield(round, remark.text)
  end
end)

local topics = { "breakpoints in coroutines", "agents that stream" }

local plan = planner:execute({ prompt = "Plan a short talk about " .. table.concat(topics, " and ") })
print("The plan: " .. Notebook.first_sentence(plan.text))

for number, topic in ipairs(topics) do
  local pieces, longest = write_about(topic)
  local round, remark = rounds(topics)
  print(("%d. %s: %d pieces, the longest %q"):format(number, topic, pieces, longest))
  print(("   round %d of the critic: %s"):format(round, Notebook.first_sentence(remark)))
end

print(notes)
