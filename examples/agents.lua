-- Three agents of the provider "demo", which needs no key, prepare a talk. Press F5: the answers
-- appear behind the lines that ask. Then set a breakpoint in `on_piece` and press F5 again: the
-- script stands still, and the answer goes on arriving behind the line that asked.

local Notebook = require("lib.notebook")
local notes = Notebook.new("A talk about agents you can step through")

local function new_agent(name, instructions)
  return Agent.builder():name(name):model("demo/" .. name):system_prompt(instructions):build()
end

local planner = new_agent("planner", "Name the one thing to remember.")
local plan = planner:execute({ prompt = "Plan a short talk" })
print("The plan: " .. Notebook.first_sentence(plan.text))

local writer = new_agent("writer", "Write about the topic for a tired reader.")

local function write_about(topic)
  local pieces, longest = 0, ""
  local function on_piece(piece) -- is called with every piece of the answer as it arrives
    pieces = pieces + 1
    longest = #piece > #longest and piece or longest
  end
  local answer = writer:invokeStream({ prompt = topic }, on_piece)
  notes:add(topic, answer.text)
  return pieces, longest
end

local critic = new_agent("critic", "Say kindly what is missing.")

-- A coroutine with a call stack of its own: each resume asks once and yields the next remark.
local rounds = coroutine.wrap(function(topics)
  for round, topic in ipairs(topics) do
    local question = { prompt = "What is missing about " .. topic .. "?" }
    local remark = critic:execute(question)
    coroutine.yield(round, remark.text)
  end
end)

local topics = { "coroutines", "agents that stream" }

-- A breakpoint in this loop can have the condition  topic:find("agents")
for number, topic in ipairs(topics) do
  local pieces, longest = write_about(topic)
  local round, remark = rounds(topics)
  print(("%d. %s: %d pieces, the longest has %d bytes"):format(number, topic, pieces, #longest))
  print(("   critic, round %d: %s"):format(round, Notebook.first_sentence(remark)))
end

print(notes)
