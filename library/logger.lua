---@meta
-- Logger: generated from the description of the API; do not edit.

---Logs for one module.
---@class ModuleLogger
---@field module string Its name.
local ModuleLogger = {}

---Logs messages.
Logger = {}

---Logs a message at the level `error`.
---
---Alias of `Debug.error`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Logger.error(message, module) end

---Logs a message at the level `warn`.
---
---Alias of `Debug.warn`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Logger.warn(message, module) end

---Logs a message at the level `info`.
---
---Alias of `Debug.info`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Logger.info(message, module) end

---Logs a message at the level `debug`.
---
---Alias of `Debug.debug`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Logger.debug(message, module) end

---Logs a message at the level `trace`.
---
---Alias of `Debug.trace`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param module? string The part of the script that speaks, shown before the message.
function Logger.trace(message, module) end

---Makes a logger that speaks for a module of the script. Levels and filters are those of `Debug`.
---
---```lua
---local log = Logger.get("net")
---log:info("connected", { attempts = 2 }) -- [INFO] net: connected {"attempts":2}
---```
---@param module string The name of the module.
---@return ModuleLogger # The logger.
function Logger.get(module) end

---Logs a message of the module at the level `error`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param data? any More about it: a value JSON can hold, shown after the message.
function ModuleLogger:error(message, data) end

---Logs a message of the module at the level `warn`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param data? any More about it: a value JSON can hold, shown after the message.
function ModuleLogger:warn(message, data) end

---Logs a message of the module at the level `info`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param data? any More about it: a value JSON can hold, shown after the message.
function ModuleLogger:info(message, data) end

---Logs a message of the module at the level `debug`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param data? any More about it: a value JSON can hold, shown after the message.
function ModuleLogger:debug(message, data) end

---Logs a message of the module at the level `trace`.
---@param message any The message; what is no string is shown as by `tostring`.
---@param data? any More about it: a value JSON can hold, shown after the message.
function ModuleLogger:trace(message, data) end
