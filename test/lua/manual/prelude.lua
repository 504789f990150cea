-- Runs named cases, one line of output each: what a function returns, or the error it raises. Loaded in front of each section.
local script = debug.getinfo(1, "S").short_src

local function plain(text, old, new)
  return (text:gsub(old:gsub("%p", "%%%0"), (new:gsub("%%", "%%%%"))))
end

local function show(value)
  if type(value) == "string" then
    return '"' .. plain(value, script, "FILE"):gsub('[%c\128-\255"\\]', function(c) return ("\\%03d"):format(c:byte()) end) .. '"'
  elseif type(value) == "number" or type(value) == "boolean" or value == nil then
    return tostring(value)
  end
  return type(value)
end

local function line(name, kind, ...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = show((select(i, ...))) end
  io.write(name, " ", kind, " ", table.concat(parts, ", "), "\n")
end

function case(name, f, ...)
  local results = table.pack(pcall(f, ...))
  line(name, results[1] and "=>" or "raises", table.unpack(results, 2, results.n))
end

-- Lua text in place of a function: what it answers, or what is wrong with it.
function chunk(name, text)
  local f, message = load(text, "=text")
  if f then case(name, f) else line(name, "does not compile", message) end
end
