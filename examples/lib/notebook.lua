-- Keeps what was written about each topic. A small class, as Lua makes them:
-- a table of methods, which is also the metatable of its objects.

local Notebook = {}
Notebook.__index = Notebook

function Notebook.new(title)
  return setmetatable({ title = title, entries = {} }, Notebook)
end

local function count_words(text)
  local words = 0
  for _ in text:gmatch("%S+") do
    words = words + 1
  end
  return words
end

function Notebook:add(topic, text)
  local entry = { topic = topic, text = text, words = count_words(text) }
  self.entries[#self.entries + 1] = entry
  return entry
end

-- The longest entry first; `sort` calls the function that compares, and a breakpoint in it stops there too.
function Notebook:by_length()
  local sorted = { table.unpack(self.entries) }
  table.sort(sorted, function(a, b)
    return a.words > b.words
  end)
  return sorted
end

function Notebook.first_sentence(text)
  return text:match("^.-[.!?]%f[%s\0]") or text
end

-- `print(notes)` comes through here.
function Notebook:__tostring()
  local lines = { self.title }
  for _, entry in ipairs(self:by_length()) do
    lines[#lines + 1] = ("  - %s (%d words)"):format(entry.topic, entry.words)
  end
  return table.concat(lines, "\n")
end

return Notebook
