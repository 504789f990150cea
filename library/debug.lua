---@meta
-- Debug: generated from the description of the API; do not edit.

---A stopwatch.
---@class DebugTimer
---@field name string What is timed.
---@field id string What `Debug.recordEvent` knows it by.
---@field running boolean false once it was stopped.
local DebugTimer = {}

---Memory, in bytes.
---@class DebugMemoryStats
---@field used_bytes integer What the values of this script take now, garbage that was not collected yet included: heap and strings, without what was there before the script.
---@field heap_bytes integer Its part on the heap: tables, functions, numbers.
---@field string_bytes integer Its part outside of the heap: the bytes of strings.
---@field allocated_bytes integer What is reserved for them.
---@field resident_bytes integer What the whole process has in memory, with the kernel and all its other scripts.
---@field limit_bytes? integer What `used_bytes` may grow to, where there is a limit.
---@field collections integer Full garbage collections that this script has asked for, or its limit has. Those that the VM makes by itself are not known.
local DebugMemoryStats = {}

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
---@class DebugStartProfileOptions
---@field interval_ms? number Milliseconds between two looks. Default 1.

---Options.
---@class DebugEnableDAPOptions
---@field port? integer The port of the debug adapter; 0 takes any free one. Default 9556. Where the kernel listens already, its port stays.
---@field wait_for_debugger? boolean Waits until a debugger has attached and set its breakpoints; the time counts against no limit. Default false.

---Options.
---@class DebugStackTraceOptions
---@field max_depth? integer Functions at most. Default 50.
---@field capture_locals? boolean Adds the local variables of each function. Default false.
---@field capture_upvalues? boolean Adds the upvalues of each function. Default false.
---@field include_source? boolean Names file and line. Default true.

---Log lines, dumps, timers, the profiler, stack traces, and the debugger.
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

---Shows or hides the messages of a module. Of several filters that fit, the one that was added last holds; a filter of the same pattern takes the place of the old one.
---
---```lua
---Debug.addModuleFilter("net.*", false)
---Debug.info("not shown", "net.http")
---```
---@param pattern string The module, or a pattern with `*` for any text.
---@param enabled boolean Whether its messages are shown.
function Debug.addModuleFilter(pattern, enabled) end

---Shows or hides the messages of modules that a pattern describes. A regular expression is JavaScript's; one that is none is an error.
---
---```lua
---Debug.addAdvancedFilter("net", "hierarchical", false)
---```
---@param pattern string The pattern, as its type says.
---@param type string `exact`: this module. `wildcard`: `*` stands for any text, `?` for one character. `regex`: a regular expression, found anywhere in the name. `hierarchical`: the module and those below it (`net` and `net.http`).
---@param enabled boolean Whether its messages are shown.
---@return boolean # false when there is no such type; then nothing changes.
function Debug.addAdvancedFilter(pattern, type, enabled) end

---Takes the filters of a pattern away, of every type.
---@param pattern string The pattern as it was added.
---@return boolean # Whether there was one.
function Debug.removeModuleFilter(pattern) end

---Takes all filters away.
function Debug.clearModuleFilters() end

---Sets whether messages are shown that no filter fits, those without a module included.
---
---```lua
---Debug.setDefaultFilterEnabled(false)
---Debug.addModuleFilter("main", true)
---```
---@param enabled boolean true at the start.
function Debug.setDefaultFilterEnabled(enabled) end

---Tells which filters there are.
---@return table # A table with `default_enabled`, `total_rules`, and `rules`: tables with `pattern`, `pattern_type`, `enabled`, in the order in which they were added.
function Debug.getFilterSummary() end

---Lists the messages that were shown, the oldest first. The last 10000 are kept; `[debug.output.buffer] max_entries` changes that.
---@param limit? integer Only so many of the last ones.
---@return table[] # Tables with `timestamp` (UTC, ISO 8601), `level`, `message`, and, where there are any, `module` and `metadata`, the data of `logWithData`.
function Debug.getCapturedEntries(limit) end

---Forgets the messages kept so far.
function Debug.clearCaptured() end

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

---Notes that something happened while a timer runs; the reports show it with its time.
---
---```lua
---local timer = Debug.timer("load")
---Debug.recordEvent(timer.id, "cache_miss", { key = "user:1" })
---```
---@param timer_id string|DebugTimer The timer, or its `id`.
---@param event_name string What happened.
---@param metadata? any More about it: a value JSON can hold.
---@return boolean # false when there is no such timer, or it was stopped.
function Debug.recordEvent(timer_id, event_name, metadata) end

---Starts the profiler: from now on it looks at what the script is doing about every millisecond. Time in which the script waits for an agent, a tool or a file is counted for what it waits for; time at a breakpoint is left out. What an earlier run of it recorded is forgotten. It ends with the script.
---
---```lua
---Debug.startProfile()
---for i = 1, 1e6 do local _ = tostring(i) end
---Debug.stopProfile()
---print(Debug.performanceReport())
---```
---@param options? DebugStartProfileOptions How to look.
function Debug.startProfile(options) end

---Stops the profiler. What it recorded is in the reports until it is started again.
---@return table? # A table with `duration_ms`, `samples` and `interval_ms`; nil when it was not running.
function Debug.stopProfile() end

---Tells whether the profiler is running.
---@return boolean # Whether it is.
function Debug.isProfiling() end

---Shows what timers and profiler have measured so far, and the memory, as text for people.
---
---```lua
---local timer = Debug.timer("work")
---timer:stop()
---print(Debug.performanceReport())
---```
---@return string # The report.
function Debug.performanceReport() end

---Shows what timers and profiler have measured so far, and the memory, as JSON.
---@return string # An object with `timestamp`, `timers`, `memory` and, when the profiler was started, `profile`.
function Debug.jsonReport() end

---Gives folded stacks, the text that flame graph tools read: `outer (file:line);inner (file:line) microseconds`, one line for each stack that the profiler saw, then one for each timer and lap (`timer;lap microseconds`).
---
---```lua
---Debug.startProfile()
----- what is to be measured
---Debug.stopProfile()
---local file = io.open("profile.folded", "w")
---if file then file:write(Debug.flameGraph()) file:close() end
---```
---@return string # The lines, or an empty text when nothing was measured.
function Debug.flameGraph() end

---Tells how much memory the script uses.
---
---```lua
---local stats = Debug.memoryStats()
---print(stats.used_bytes // 1024 .. " KB used")
---```
---@return DebugMemoryStats # Bytes and counts.
function Debug.memoryStats() end

---Tells how much memory was taken while timers ran. Garbage that was not collected yet counts, so a difference may be larger than what was kept, or below zero after a collection.
---@return table # A table with `timestamp_secs`, `active_trackers` (running timers), `total_memory_delta_bytes`, and `tracker_memory_usage`: by name of the timer a table with `start_bytes`, `delta_bytes` and, once it was stopped, `end_bytes`.
function Debug.memorySnapshot() end

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

---Tells where the script is, as JSON.
---
---```lua
---print(JSON.parse(Debug.stackTraceJson()).frames[1].line)
---```
---@param options? DebugStackTraceOptions What to include.
---@return string # An object with `frames`, innermost first: objects with `level`, `name` (where it has one), `what` (`Lua`, `C` or `main`), `source`, `line`, and, when asked for, `locals` and `upvalues` as objects of texts.
function Debug.stackTraceJson(options) end
