---@meta
-- Replay: generated from the description of the API; do not edit.

---A way to run something again.
---@class ReplayMode
local ReplayMode = {}

---How to run something again.
---@class ReplayConfig
---@field mode string The name of the mode.
local ReplayConfig = {}

---A value in place of a recorded one.
---@class ReplayModification
---@field path string Where it stands.
---@field enabled boolean Whether it counts.
local ReplayModification = {}

---When to run something again.
---@class ReplaySchedule
---@field type string As `:type_name()`.
local ReplaySchedule = {}

---Compares results.
---@class ReplayComparator
local ReplayComparator = {}

---What a comparison found.
---@class ReplayComparison
---@field identical boolean Whether there is no difference.
---@field similarity_score number The part of the values that are the same, from 0.0 to 1.0.
---@field summary string The result in words.
---@field differences? table[] Tables with `path` and `description`, where there are any; 1000 at most.
local ReplayComparison = {}

---Describes runs of something recorded.
Replay = {}

---The modes.
Replay.modes = {}

---As it was.
---@type ReplayMode
Replay.modes.exact = nil

---With other values in some places.
---@type ReplayMode
Replay.modes.modified = nil

---Without doing anything to the world.
---@type ReplayMode
Replay.modes.simulate = nil

---Under the debugger.
---@type ReplayMode
Replay.modes.debug = nil

---Makes schedules.
Replay.schedules = {}

---Tells the name of the mode.
---@return string # `exact`, `modified`, `simulate` or `debug`.
function ReplayMode:name() end

---Describes how to run something again.
---
---```lua
---local config = Replay.create_config(Replay.modes.modified)
---config:add_modification("input.topic", "rain")
---```
---@param mode? ReplayMode|string One of `Replay.modes`, or its name; `exact` when absent.
---@return ReplayConfig # The description: results are compared, 300 seconds, errors do not stop it.
function Replay.create_config(mode) end

---Tells the mode.
---@return ReplayMode # The mode.
function ReplayConfig:get_mode() end

---Tells whether new results are compared with the old ones.
---@return boolean # true.
function ReplayConfig:should_compare_results() end

---Tells how long it may take.
---@return integer # Seconds.
function ReplayConfig:get_timeout_seconds() end

---Tells whether the first error ends it.
---@return boolean # false.
function ReplayConfig:should_stop_on_error() end

---Lists the modifications, in the order in which they were added.
---@return ReplayModification[] # The modifications.
function ReplayConfig:get_modifications() end

---Adds a modification: a value that takes the place of a recorded one.
---@param path string Where the value stands, for instance `input.topic`.
---@param value any The new value; nil takes the old one away.
---@param enabled? boolean Whether it counts. Default true.
function ReplayConfig:add_modification(path, value, enabled) end

---Makes a modification without a configuration.
---@param path string Where the value stands.
---@param value any The new value.
---@param enabled? boolean Whether it counts. Default true.
---@return ReplayModification # The modification.
function Replay.create_modification(path, value, enabled) end

---Tells where the value stands.
---@return string # The path.
function ReplayModification:get_path() end

---Tells the new value.
---@return any? # The value, the very one that was given.
function ReplayModification:get_value() end

---Tells whether it counts.
---@return boolean # Whether it does.
function ReplayModification:is_enabled() end

---Says whether it counts.
---@param enabled boolean Whether it does.
function ReplayModification:set_enabled(enabled) end

---Describes a run after some time.
---@param delay_seconds number Seconds from now.
---@return ReplaySchedule # The schedule. Nothing is started by it.
function Replay.schedules.once(delay_seconds) end

---Describes runs again and again.
---@param initial_delay_seconds number Seconds until the first.
---@param interval_seconds number Seconds between two.
---@param max_executions? integer Runs at most; any number when absent.
---@return ReplaySchedule # The schedule. Nothing is started by it.
function Replay.schedules.interval(initial_delay_seconds, interval_seconds, max_executions) end

---Describes runs at times of the calendar.
---@param expression string Five fields as cron has them: minute, hour, day, month, day of the week.
---@return ReplaySchedule # The schedule. Nothing is started by it.
function Replay.schedules.cron(expression) end

---Tells the kind of schedule.
---@return string # `once`, `interval` or `cron`.
function ReplaySchedule:type_name() end

---Makes a comparator of results.
---@return ReplayComparator # The comparator.
function Replay.create_comparator() end

---Compares two values as JSON has them, and tells where they differ.
---
---```lua
---local c = Replay.create_comparator():compare_json({ a = 1 }, { a = 2 })
---print(c.summary, c.differences[1].path)
---```
---@param original? any The value as it was.
---@param replayed? any The value as it is now.
---@return ReplayComparison # What the comparison found.
function ReplayComparator:compare_json(original, replayed) end
