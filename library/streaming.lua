---@meta
-- Streaming: generated from the description of the API; do not edit.

---Values that are made when they are asked for.
---@class Stream
---@field done boolean As `:isDone()`.
local Stream = {}

---Makes streams.
Streaming = {}

---Makes a stream of what a function yields. The function runs as a coroutine, and only as far as the next value that is asked for; what it returns in the end, when that is not nil, is the last value.
---
---```lua
---local numbers = Streaming.create(function()
---  for i = 1, 3 do Streaming.yield(i) end
---end)
---for n in function() return numbers:next() end do print(n) end
---```
---@param producer fun() Gives its values by `Streaming.yield` or `coroutine.yield`.
---@return Stream # The stream.
function Streaming.create(producer) end

---Gives the next value of the stream whose function is running: another name for `coroutine.yield`.
---@param ... any The value.
function Streaming.yield(...) end

---Runs the function to its next value. An error of the function ends the stream, and is raised here.
---@return any? # The value, or nil when there are no more.
function Stream:next() end

---Tells whether the function has ended. Before the end is met it is false, although no value may follow.
---@return boolean # Whether there are certainly no more values.
function Stream:isDone() end

---Takes all values that are left.
---@return table # The values, from 1.
function Stream:collect() end
