---@meta
-- JSON: generated from the description of the API; do not edit.

---Decodes and encodes JSON.
JSON = {}

---Decodes JSON text. Objects and arrays become tables, null becomes nil, numbers without fraction or exponent become integers while they fit into 64 bits.
---
---```lua
---local config = JSON.parse('{"retries": 3}')
---print(config.retries)
---```
---@param text string One JSON value.
---@return any # The value.
function JSON.parse(text) end

---Encodes a value as compact JSON with sorted keys. A table with elements from 1 is an array, any other an object; NaN and infinities become null. JSON holds Unicode text: bytes of a string that are no UTF-8 become U+FFFD, so encode other bytes first (`Utils.base64_encode`). Functions, userdata and tables that contain themselves are errors.
---
---```lua
---print(JSON.stringify({ name = "poet", tags = { "a", "b" } }))
---```
---@param value any What to encode.
---@return string # JSON text.
function JSON.stringify(value) end
