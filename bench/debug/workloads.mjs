// The five CPU workloads. Each chunk answers a function to be called again and again. `--@hot` marks the line that runs most often, with a
// condition over its names that is never true; `--@never` marks a line that never runs. At the first arrival at `--@watch` in each call, `local` names
// a variable that the hot code writes (in `recursion`: that it has in each activation), `table` a table that it writes, if there is one.
// One call takes some 10 ms: short enough to run undisturbed now and then on a busy machine, so that minima mean something.

const NEVER = `local function never()
  return 1 --@never
end
`;

/** @type {readonly { name: string, text: string, condition: string, local: string, table?: string, expected: string }[]} */
export const WORKLOADS = [
  {
    name: 'recursion',
    text: `${NEVER}
local function fib(n)
  if n < 2 then return n end --@hot --@watch
  return fib(n - 1) + fib(n - 2)
end
return function() return fib(22) end`,
    condition: 'n == -1',
    local: 'n',
    expected: '17711',
  },
  {
    name: 'loops',
    text: `${NEVER}
return function()
  local sum = 0
  for i = 1, 200000 do --@watch
    sum = sum + i % 7 * 2 --@hot
  end
  return sum
end`,
    condition: 'i == -1',
    local: 'sum',
    expected: '1199994',
  },
  {
    name: 'strings',
    text: `${NEVER}
return function()
  local parts, count = {}, 0
  for i = 1, 5000 do
    local word = "word" .. i % 100 --@hot
    parts[#parts + 1] = word:upper():sub(1, 5) --@watch
    if word:find("7", 1, true) then count = count + #word end
  end
  return #table.concat(parts, ",") + count
end`,
    condition: 'i == -1',
    local: 'word',
    table: 'parts',
    expected: '35649',
  },
  {
    name: 'tables',
    text: `${NEVER}
return function()
  local list, sum = {}, 0
  for i = 1, 3000 do --@watch
    list[i] = {key = i * 7919 % 30011, name = i}
  end
  table.sort(list, function(a, b)
    return a.key < b.key --@hot
  end)
  for i, item in ipairs(list) do
    sum = sum + item.name % i
  end
  return sum
end`,
    condition: 'a.key == -1',
    local: 'sum',
    table: 'list',
    expected: '2027734',
  },
  {
    name: 'methods',
    text: `${NEVER}
local Account = {}
Account.__index = Account
function Account.new(balance)
  return setmetatable({balance = balance}, Account)
end
function Account:deposit(amount)
  self.balance = self.balance + amount --@hot
  return self
end
function Account:total()
  return self.balance
end
return function()
  local sum = 0
  for i = 1, 12000 do --@watch
    local account = Account.new(i)
    sum = sum + account:deposit(1):deposit(2):total()
  end
  return sum
end`,
    condition: 'amount == -1',
    local: 'sum',
    expected: '72042000',
  },
];
