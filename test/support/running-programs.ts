/**
 * Random Lua programs that run, always end, and print what they do: to compare a run under the debugger with one without. What may come out
 * differently by itself (addresses, times, the order of `pairs`) does not occur in them; errors do.
 */
import fc from 'fast-check';

export const PRELUDE = `local function show(v, depth)
  depth = depth or 0
  if type(v) ~= "table" then
    return type(v) == "function" and "function" or type(v) == "thread" and "thread" or tostring(v)
  end
  if depth > 2 then return "..." end
  local keys, out = {}, {}
  for k in next, v do
    keys[#keys + 1] = k
  end
  table.sort(keys, function(x, y)
    return show(x, depth + 1) < show(y, depth + 1)
  end)
  for _, k in ipairs(keys) do
    out[#out + 1] = show(k, depth + 1) .. "=" .. show(rawget(v, k), depth + 1)
  end
  return "{" .. table.concat(out, ",") .. "}"
end
local function say(...)
  print(show(table.pack(...)))
end
local Num = {}
Num.__index = function(_, k)
  return k == "double" and function(self)
    return Num.new(self.n * 2)
  end or rawget(Num, k)
end
Num.__add = function(x, y)
  return Num.new((type(x) == "table" and x.n or x) + (type(y) == "table" and y.n or y))
end
Num.__lt = function(x, y) return x.n < y.n end
Num.__le = function(x, y)
  return x.n <= y.n
end
Num.__eq = function(x, y) return x.n == y.n end
Num.__len = function(x) return x.n end
Num.__concat = function(x, y)
  return show(x) .. show(y)
end
Num.__call = function(self, ...)
  return select("#", ...) + self.n
end
Num.__unm = function(x) return Num.new(-x.n) end
Num.__tostring = function(x)
  return "Num(" .. x.n .. ")"
end
function Num.new(n)
  return setmetatable({ n = n }, Num)
end
function Num:plus(k)
  return Num.new(self.n + k)
end
local function count(n, f)
  local i = 0
  return function()
    i = i + 1
    if i <= n then
      return i, f and f(i) or i
    end
  end
end
local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    total = total + (type(v) == "number" and v or 1)
  end
  return total, ...
end
local function down(n, acc)
  if n <= 0 then return acc or 0 end
  return down(n - 1, (acc or 0) + n)
end
local function gen(n)
  return coroutine.wrap(function(a)
    for i = 1, n do
      a = coroutine.yield(i, a) or a
    end
    return "done", a
  end)
end
local a, b, c, s, t, o = 1, 2, 3, "text", { 1, 2, x = 3 }, Num.new(5)
local hooks = 0
`;

const POSTLUDE = `
print("end", show(a), show(b), show(c), show(s), show(t), show(o.n), hooks)
return show(a), show(s)
`;

const text = (value: string): fc.Arbitrary<string> => fc.constant(value);
const join = (...parts: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? text(part) : part))).map((texts) => texts.join(''));
const lines = (...parts: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? text(part) : part))).map((texts) => texts.join('\n'));

type Rule = 'number' | 'string' | 'table' | 'condition' | 'value' | 'statement' | 'block';

const small = fc.constantFrom('1', '2', '3', '4');
const variable = fc.constantFrom('a', 'b', 'c');

const grammar = fc.letrec<Record<Rule, string>>((tie: (rule: Rule) => fc.Arbitrary<string>) => ({
  number: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    small,
    variable,
    fc.constantFrom('0', '-7', '2.5', '1e3', '0x10', 'math.maxinteger', '#s', '#t', '(tonumber(s) or 0)', 'o.n', '(down(4))', '(sum(1, 2, 3))', 'o(1, 2)', 'debug.getinfo(1, "l").currentline'),
    join('(', tie('number'), fc.constantFrom(' + ', ' - ', ' * ', ' // 3 + ', ' % 7 - '), tie('number'), ')'),
    join('math.max(', tie('number'), ', ', tie('number'), ')'),
    join('(select("#", sum(', tie('number'), ', ', tie('value'), ')))'),
    join('(function(...) return (select(1, ...)) end)(', tie('number'), ')'),
    // A type error now and then.
    fc.constantFrom('(s + 1)', 't.missing.field', '#nil'),
  ),
  string: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('s', '"x"', '"a,b,c"', '("y"):rep(3)', 'tostring(o)', 'o .. 1', 'debug.traceback("here", 1):match("main.lua:%d+")', 'coroutine.status(coroutine.running())'),
    join(tie('string'), ' .. ', tie('string')),
    join('show(', tie('value'), ')'),
    join('string.format("%s|%5.2f", show(', tie('string'), '), ', small, ')'),
    join('(string.gsub(', tie('string'), ', "%w", function(w)\n  local u = w:upper()\n  return u ~= "B" and u or nil\nend))'),
    join('table.concat({ ', tie('string'), ', ', tie('string'), ' }, "+")'),
  ),
  table: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom('t', '{}', '{ 3, 1, 2 }', '{ k = s, [1] = a }', 'table.pack(sum(1, nil, 3))'),
    join('{ ', tie('number'), ', ', tie('value'), ' }'),
    join('setmetatable({ ', tie('number'), ' }, { __index = function(_, k) return k end })'),
  ),
  condition: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom('true', 'false', 'nil', 'a < b', 'a ~= c', 's == "text"', 'o < Num.new(6)', 'o == Num.new(5)', 'not o', 'rawequal(o, o)'),
    join(tie('number'), fc.constantFrom(' < ', ' <= ', ' == ', ' > '), tie('number')),
    join(tie('condition'), fc.constantFrom(' and ', ' or '), tie('condition')),
  ),
  value: fc.oneof({ maxDepth: 2, withCrossShrink: true }, tie('number'), tie('string'), tie('table'), fc.constantFrom('nil', 'true', 'o', 'o:plus(2)', 'o:double()', '-o', 'o + 1', 'gen')),
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 4 }).map((statements) => statements.join('\n')),
  statement: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    join(variable, ' = ', tie('number')),
    join('s = (', tie('string'), '):sub(1, 20)'),
    join('local ', fc.constantFrom('a', 'x', 's'), ' = ', tie('value')),
    join('t = ', tie('table')),
    join('t[', fc.oneof(small, text('s')), '] = ', tie('value')),
    join('o = o:plus(', small, ')'),
    join('print(show(', tie('value'), '))'),
    join('io.write(', tie('string'), ', "\\n")'),
    join('a, b = b, ', tie('number')),
    lines(join('if ', tie('condition'), ' then'), tie('block'), 'else', tie('block'), 'end'),
    lines(join('for i = 1, ', small, ' do'), tie('block'), 'end'),
    lines(join('for i = 3, 1, -', small, ' do'), '  if i % 2 == 0 then goto LABEL end', tie('block'), '  ::LABEL::', 'end'),
    lines('do', '  local n = 0', '  while n < 2 do', '    n = n + 1', tie('block'), '    if n > 1 then break end', '  end', 'end'),
    lines('do', '  local n = 0', '  repeat', '    n = n + 1', tie('block'), join('  until n >= ', small), 'end'),
    lines(join('for i, v in count(', small, ', function(k) return k * 2 end) do'), tie('block'), 'end'),
    lines(join('for v, w in gen(', small, ') do'), '  if v == "done" then break end', tie('block'), 'end'),
    lines('for i, v in ipairs({ 5, 6 }) do', tie('block'), 'end'),
    lines(join('say(pcall(function(...)'), tie('block'), join('  return ', tie('value'), ' == nil, ...'), 'end, 1))'),
    lines('say((select(2, pcall(function()', tie('block'), join('  error(', tie('string'), ', ', fc.constantFrom('0', '1', '2'), ')'), 'end))))'),
    lines('say(show(select(2, pcall(function()', tie('block'), join('  error({ code = ', tie('number'), ' })'), 'end))))'),
    lines('say(xpcall(function()', tie('block'), '  local nothing', '  return nothing.field', 'end, function(e)', '  return "handled " .. show(e):gsub("^.*:(%d+:)", "%1")', 'end))'),
    lines('do', '  local co = coroutine.create(function(x)', tie('block'), '    local y = coroutine.yield(x)', tie('block'), '    return y', '  end)', '  say(coroutine.resume(co, 1))', '  say(coroutine.resume(co, 2))', '  say(coroutine.status(co), coroutine.resume(co))', 'end'),
    lines('say(pcall(coroutine.wrap(function()', tie('block'), '  coroutine.yield()', 'end)))'),
    lines('do', '  local list = { 3, 1, 2, a, b }', '  table.sort(list, function(x, y)', '    return show(x) < show(y)', '  end)', '  print(show(list))', 'end'),
    lines('do', '  local function f(x, ...)', tie('block'), '    return x, ...', '  end', join('  print(show({ f(', tie('value'), ', ', tie('number'), ') }))'), 'end'),
    lines('do', '  local function even(n)', '    if n == 0 then return true end', '    return odd(n - 1)', '  end', '  function odd(n)', '    if n == 0 then return false end', '    return even(n - 1)', '  end', join('  say(even(', small, '))'), 'end'),
    lines('do', '  local made = {}', '  for i = 1, 3 do', '    made[i] = function(k)', '      i = i + k', '      return i', '    end', '  end', '  say(made[1](a), made[2](1), made[1](2))', 'end'),
    join('say(pcall(load("local p = ...\\nlocal q = p\\nreturn q, " .. ', small, '), s))'),
    lines('do', '  local f = function(x)', join('    return down(x, ', tie('number'), ')'), '  end', '  b = f(3)', 'end'),
    fc.constantFrom('debug.sethook(function() hooks = hooks + 1 end, "l")', 'debug.sethook(function() hooks = hooks + 1 end, "crl", 7)', 'debug.sethook()', 'say((debug.gethook()) == nil)', 'say(debug.getlocal(1, 1))', 'collectgarbage()'),
    lines(join('if ', tie('condition'), ' and ', tie('condition'), ' then'), fc.constantFrom('  error("out")', '  os.exit(3)', '  error({ "table" })', '  do return show(s) end'), 'end'),
  ),
}));

/** Every program ends: by itself, by an error or by `os.exit`. */
export const runningPrograms: fc.Arbitrary<string> = fc.array(grammar.statement, { minLength: 1, maxLength: 8 }).map((statements) => {
  let labels = 0;
  // Each pair of `goto` and label gets a name of its own: inner blocks may not repeat those of outer ones.
  const body = statements.join('\n');
  const named = nameLabels(body, () => `continue_${++labels}`);
  return `${PRELUDE}${named}\n${POSTLUDE}`;
});

function nameLabels(body: string, next: () => string): string {
  const open: string[] = [];
  return body.replace(/goto LABEL|::LABEL::/g, (found) => {
    if (found !== 'goto LABEL') return `::${open.pop()!}::`;
    open.push(next());
    return `goto ${open.at(-1)!}`;
  });
}
