---@meta
-- Tools: generated from the description of the API; do not edit.

---A tool of the kernel.
---@class ToolInstance
---@field name string Its name.
---@field description string What it does.
---@field category string What it has to do with, for instance `utility`.
---@field version string Its version.
---@field schema ToolSchema Its parameters, as `:getSchema()` tells them.
local ToolInstance = {}

---The parameters of a tool.
---@class ToolSchema
---@field name string The name of the tool.
---@field description string What it does.
---@field parameters table[] Tables with `name`, `type`, `description`, `required` and, where there are any, `default` and `values`: the only ones it may have.
local ToolSchema = {}

---The answer of a tool.
---@class ToolResult
---@field operation string What was done.
---@field success boolean Whether it was done.
---@field message? string What was done, in words.
---@field result? table What came out; the fields depend on tool and operation.
---@field error? table Without success: `message` and `code`.
---@field metadata table The `tool` that answered, and `execution_time_ms`.
---@field _raw_text string The answer as JSON text, without `metadata`.
local ToolResult = {}

---Finds and runs tools.
Tool = {}

---Lists the tools that scripts can use, in the order of their names.
---
---```lua
---for _, tool in ipairs(Tool.list()) do print(tool.name, tool.description) end
---```
---@return table[] # Tables with `name`, `description`, `category` and `version`.
function Tool.list() end

---Tells whether there is a tool of that name.
---@param name string The name.
---@return boolean # Whether it is there.
function Tool.exists(name) end

---Finds a tool by its name.
---
---```lua
---local calculator = Tool.get("calculator")
---print(calculator:execute({ input = "2 + 2 * 3" }).result.result)
---```
---@param name string The name.
---@return ToolInstance? # The tool, or nil when there is none of that name.
function Tool.get(name) end

---Runs a tool by its name and waits for its answer. Fails when there is no such tool, or when the parameters do not fit.
---
---```lua
---print(Tool.execute("calculator", { operation = "add", a = 5, b = 3 }).result.result)
---```
---@param name string The name of the tool.
---@param params? table Its parameters; `getSchema` of the tool tells which.
---@return ToolResult # What the tool answers. A tool that could not do what it was asked answers with `success = false` and `error`; parameters that do not fit are Lua errors.
function Tool.execute(name, params) end

---Runs the tool and waits for its answer. Fails when the parameters do not fit.
---@param params? table Its parameters; `:getSchema()` tells which.
---@return ToolResult # What the tool answers. A tool that could not do what it was asked answers with `success = false` and `error`; parameters that do not fit are Lua errors.
function ToolInstance:execute(params) end

---Describes the parameters of the tool.
---
---```lua
---for _, parameter in ipairs(Tool.get("calculator"):getSchema().parameters) do print(parameter.name, parameter.type) end
---```
---@return ToolSchema # Name, description and parameters.
function ToolInstance:getSchema() end
