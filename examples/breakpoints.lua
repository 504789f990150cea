-- Breakpoints that only a debugger for agents has, and some that few have. Two agents of the
-- provider "demo" talk about a dinner, a tool adds up what it costs, a coroutine brings the dishes.
-- Try the five one by one, with F5; the check boxes are in the Breakpoints view of Run and Debug.

local function new_agent(name, instructions)
  return Agent.builder():name(name):model("demo/" .. name):system_prompt(instructions):build()
end

local cook = new_agent("cook", "Say how it is prepared.")
local guest = new_agent("guest", "Say kindly how it tastes.")

-- 1. Tick "Before Agent Calls": the script stops before anything is sent, and Request in Variables
--    is what will be. Double-click `prompt`, write another one, press F5: that one is answered.
--    The pencil beside the check box adds a condition:  request.agent == "guest"
--    "Agent Answers" stops at an answer that fulfils one:  #response.text > 350
local function ask(agent, question)
  local answer = agent:execute({ prompt = question })
  return answer.text
end

-- 2. Tick "Before Tool Calls": the `params` of the Request can be changed. 30 guests instead of 3?
local function price_of(dish, guests)
  local sum = Tool.execute("calculator", { input = dish.price .. " * " .. guests })
  return sum.result.result
end

local bill = { total = 0, dishes = {} }

-- 3. Stop in this function, open Upvalues and `bill`, right-click `total`: "Break on Value Change".
--    From now on the script stops wherever the field is written, and says what it was before.
local function charge(dish, guests)
  table.insert(bill.dishes, dish.name)
  bill.total = bill.total + price_of(dish, guests)
end

-- 4. While the script is stopped in the loop below, change "for" to "feeds" here and save: the next
--    call runs the new text, and `bill` keeps what it has.
local function entry(dish, guests)
  return ("%s for %d"):format(dish.name, guests)
end

-- 5. A coroutine is a thread of its own in the Call Stack, with its own variables. Stop at `yield`,
--    right-click the line `local remark` and take "Jump to Cursor": the guest is asked again.
local dinner = coroutine.create(function(dishes)
  for _, dish in ipairs(dishes) do
    local recipe = ask(cook, "How do I make " .. dish.name .. "?")
    local remark = ask(guest, "How was the " .. dish.name .. "?")
    coroutine.yield(dish, recipe, remark)
  end
end)

local dishes = { { name = "soup", price = 4.5 }, { name = "risotto", price = 11 }, { name = "tart", price = 6 } }
local guests = 3

for _ = 1, #dishes do
  local _, dish, recipe, remark = coroutine.resume(dinner, dishes)
  charge(dish, guests)
  print(("%s: %d letters of recipe, %d of praise"):format(entry(dish, guests), #recipe, #remark))
end

print(("%s: %.2f"):format(table.concat(bill.dishes, ", "), bill.total))
