---@meta
-- Debug: generated from the description of the API; do not edit.

---A stopwatch.
---@class DebugTimer
---@field name string What is timed.
---@field running boolean false once it was stopped.
local DebugTimer = {}

---Options.
---@class DebugDumpLabel
---@field max_depth? integer Tables nested deeper are shown as `{...}`. Default 10.
---@field indent_size? integer Spaces for each level. Default 2.
---@field max_string_length? integer Longer strings are cut. Default 200 bytes.
---@field max_array_elements? integer Further elements are counted only. Default 50.
---@field max_table_pairs? integer Further pairs are counted only. Default 50.
---@field show_types? boolean Adds the type to values. Default false.
---@field show_addresses? boolean Adds addresses to tables. Default false.
---@field compact_mode? boolean Everything on one line. Default false.

---Options.
---@class DebugEnableDAPOptions
---@field port? integer The port of the debug adapter; 0 takes any free one. Default 9556. Where the kernel listens already, its port stays.
---@field wait_for_debugger? boolean Waits until a debugger has attached and set its breakpoints; the time counts against no limit. Default false.

---Options.
---@class DebugStackTraceOptions
---@field max_depth? integer Lines at most. Default 50.
---@field capture_locals? boolean Adds the local variables of each function. Default false.
---@field capture_upvalues? boolean Adds the upvalues of each function. Default false.
---@field include_source? boolean Names file and line. Default true.

---Log lines, dumps, timers, stack traces, and the debugger.
Debug = {}

---Logs something that went wrong.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Debug.error(message, module) end

---Logs something that may go wrong.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Debug.warn(message, module) end

---Logs what the script is doing.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Debug.info(message, module) end

---Logs details; shown when the level is `debug` or `trace`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Debug.debug(message, module) end

---Logs every step; shown when the level is `trace`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Debug.trace(message, module) end

---Logs a message at a level given by name. Log lines go to the standard error, as `[LEVEL] module: message`.
---@param level string One of off, error, warn, info, debug, trace.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Debug.log(level, message, module) end

---Logs a message with a value, which is shown as JSON after it.
---@param level string One of off, error, warn, info, debug, trace.
---@param message any The message; what is no string is shown as by `tostring`.
---@param data any A value JSON can hold.
---@param module? string The part of the script that speaks, shown before the message.
function Debug.logWithData(level, message, data, module) end

---Sets which messages are shown: those of this level and of more important ones.
---
---```lua
---Debug.setLevel("debug")
---Debug.debug("now shown", "main")
---```
---@param level string|integer One of off, error, warn, info, debug, trace, or 0 to 5. Letter case does not matter.
---@return boolean # false when there is no such level; then nothing changes.
function Debug.setLevel(level) end

---Tells the level. It is `info` at the start.
---@return string # One of off, error, warn, info, debug, trace.
function Debug.getLevel() end

---Turns all log messages on or off.
---@param enabled boolean Whether messages are shown.
function Debug.setEnabled(enabled) end

---Tells whether log messages are on.
---@return boolean # true at the start.
function Debug.isEnabled() end

---Shows a value with everything in it, as text. Tables that contain themselves are marked, keys are sorted, and no code of the value runs.
---
---```lua
---print(Debug.dump({ nested = { 1, 2 } }, { max_depth = 1 }))
---```
---@param value any What to show.
---@param label? string|DebugDumpLabel A label put before the text, or a table of options.
---@return string # The text.
function Debug.dump(value, label) end

---Shows a value on one line, three levels deep.
---@param value any What to show.
---@param label? string A label put before the text.
---@return string # The text.
function Debug.dumpCompact(value, label) end

---Shows a value twenty levels deep, with types and addresses.
---@param value any What to show.
---@param label? string A label put before the text.
---@return string # The text.
function Debug.dumpVerbose(value, label) end

---Shows a value as the options say.
---@param value any What to show.
---@param options DebugDumpLabel How to show it.
---@param label? string A label put before the text.
---@return string # The text.
function Debug.dumpWithOptions(value, options, label) end

---Starts a timer.
---
---```lua
---local timer = Debug.timer("work")
---for i = 1, 1e6 do end
---print(timer:stop() .. " ms")
---```
---@param name string What is timed.
---@return DebugTimer # The running timer.
function Debug.timer(name) end

---Stops the timer.
---@return number? # Milliseconds since its start; nil when it was stopped before.
function DebugTimer:stop() end

---Notes how long it took so far, under a name.
---@param name string The name of the lap.
---@return boolean # false when the timer was stopped.
function DebugTimer:lap(name) end

---Tells the time so far without stopping.
---@return number? # Milliseconds since its start; nil when it was stopped.
function DebugTimer:elapsed() end

---Lists the laps noted so far.
---@return table[] # Tables with `name` and `elapsed_ms`, in order.
function DebugTimer:laps() end

---Lets debuggers attach to the script over TCP, on this machine. The address is in a connection file, which is there until the kernel ends. Calling it again answers the same address.
---
---```lua
---local dap = Debug.enableDAP({ port = 0, wait_for_debugger = true })
---print(dap.port, dap.connection_file)
---```
---@param options? DebugEnableDAPOptions Where, and whether to wait.
---@return table # A table with `port` and `connection_file`.
function Debug.enableDAP(options) end

---Stops in the debugger: here and now without arguments, else whenever the script comes to that line or function. Without a debugger nothing happens; the breakpoint counts once one attaches.
---
---```lua
---Debug.breakpoint("lib/parser.lua", 10)
---Debug.breakpoint("handle_answer")
---Debug.breakpoint()
---```
---@param file_or_function? string|function The path of a file (relative to the script), the name of a function as it is written (`name`, `M.f`, `Obj:m`), or a function.
---@param line? integer The line in the file; a function without one stops at its first line.
function Debug.breakpoint(file_or_function, line) end

---Stops at the next line that runs, also inside a function that is called before. Does nothing without a debugger.
function Debug.step() end

---Stops at the next line of the function that calls it, or of its caller when it ends. Does nothing without a debugger.
function Debug.stepOver() end

---Takes back a `Debug.step` or `Debug.stepOver` that has not stopped yet. Does nothing without a debugger.
function Debug.continue() end

---Tells where the script is, as text: one line for each function that is being called, innermost first.
---@param options? DebugStackTraceOptions What to include.
---@return string # The text.
function Debug.stackTrace(options) end
