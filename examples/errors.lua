-- What goes wrong, and where it is caught. Three kinds of errors, each handled
-- where it happens, and one that is not: F5 stops there, with the stack as it was
-- ("Uncaught Errors" is ticked in the Breakpoints view), and the script ends with
-- exit code 1 and a traceback.

-- 1. An error that is a table keeps its fields.
local function parse_price(text)
  local amount = tonumber(text)
  if not amount then
    error({ code = "not_a_number", input = text })
  end
  return amount
end

local ok, problem = pcall(parse_price, "twelve")
print("1.", ok, problem.code, problem.input)

-- 2. A call that the agent refuses. The message says what to do.
local ok, message = pcall(function()
  return Agent.builder():name("nobody"):model("nowhere/at-all"):build()
end)
print("2.", ok, message)

-- 3. An error in a coroutine comes out of `resume`; its stack can still be seen.
local worker = coroutine.create(function(prices)
  local total = 0
  for _, price in ipairs(prices) do
    total = total + parse_price(price)
    coroutine.yield(total)
  end
end)

local prices = { "3", "4.5", "a lot" }
repeat
  local alive, total = coroutine.resume(worker, prices)
  print("3.", alive, alive and total or total.code)
until coroutine.status(worker) == "dead"

-- 4. Nobody catches this one.
local basket = { apples = 3 }

local function price_of(item)
  local entry = basket.prices[item] -- `prices` is not there: look at `basket` in Variables
  return entry.amount
end

print("4.", price_of("apples"))
