-- Three agents prepare a talk together: a planner, a writer and a critic.
-- No key is needed: the provider "demo" answers, and says so.
--
-- Press F5. The answers appear behind the lines that ask for them; the panel
-- "Spell Events" shows every call. Then click left of a line number to set a
-- breakpoint, press F5 again, and look around:
--
--   * in `on_piece`   the answer arrives piece by piece, and goes on arriving
--                     (behind the line that asked) while you are stopped
--   * in `rounds`     a coroutine has a call stack of its own
--   * in the loop     try the condition  topic:find("agents")
--   * lib/notebook    tables, metatables and upvalues in Variables

local Notebook = require("lib.notebook")

local function new_agent(name, instructions)
  return Agent.builder()
    :name(name)
    :model("demo/" .. name)
    :system_prompt(instructions)
    :build()
end

local planner = new_agent("planner", "Name the one thing to remember.")
local writer = new_agent("writer", "Write for a tired reader.")
local critic = new_agent("critic", "Say kindly what is missing.")

local notes = Notebook.new("A talk about agents you can step through")

-- Streaming: `on_piece` is called with every piece of the answer as it arrives.
local function write_about(topic)
  local pieces, longest = 0, ""

  local function on_piece(piece)
    pieces = pieces + 1
    if #piece > #longest then
      longest = piece
    end
  end

  local question = { prompt = "Write about " .. topic }
  local answer = writer:invokeStream(question, on_piece)
  notes:add(topic, answer.text)
  return pieces, longest
end

-- A coroutine: each resume asks the critic once and gives back the next remark.
local rounds = coroutine.wrap(function(topics)
  for round, topic in ipairs(topics) do
    local question = { prompt = "What is missing about " .. topic .. "?" }
    local remark = critic:execute(question)
    coroutine.yield(round, remark.text)
  end
end)

local topics = { "coroutines", "agents that stream" }

local plan = planner:execute({ prompt = "Plan a short talk" })
print("The plan: " .. Notebook.first_sentence(plan.text))

for number, topic in ipairs(topics) do
  local pieces, longest = write_about(topic)
  local round, remark = rounds(topics)
  print(("%d. %s: %d pieces, the longest has %d bytes"):format(number, topic, pieces, #longest))
  print(("   critic, round %d: %s"):format(round, Notebook.first_sentence(remark)))
end

print(notes)
