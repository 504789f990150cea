---@meta
-- Utils: generated from the description of the API; do not edit.

---Identifiers, hashes, encodings, text.
Utils = {}

---Makes an identifier that nobody else has made (UUID, version 4).
---@return string # 36 characters, in lower case.
function Utils.uuid() end

---Waits. The time counts against the limit of the script; ending the script ends it.
---
---```lua
---Utils.sleep(0.5)
---```
---@param seconds number How long; at most a day.
function Utils.sleep(seconds) end

---Computes the hash of some bytes.
---
---```lua
---print(Utils.hash("abc"))
---```
---@param text string The text, or any bytes.
---@param algorithm? "sha256"|"sha1"|"sha512"|"md5" `sha256` when absent. `md5` and `sha1` keep nothing safe; they are there for what others compare.
---@return string # Hexadecimal digits in lower case.
function Utils.hash(text, algorithm) end

---Writes bytes as Base64.
---@param text string The text, or any bytes.
---@return string # Base64 text with `=` at its end, without line breaks.
function Utils.base64_encode(text) end

---Reads Base64, also in the alphabet of URLs and without `=` at its end; white space is skipped. Anything else is an error.
---@param text string Base64 text.
---@return string # The bytes.
function Utils.base64_decode(text) end

---Writes text so that it can stand in a part of a URL: everything but letters, digits and `-_.~` as `%XX`.
---@param text string The text, or any bytes.
---@return string # The encoded text.
function Utils.url_encode(text) end

---Reads what `url_encode` wrote; `+` stays. A `%` without two hexadecimal digits is an error.
---@param text string The encoded text.
---@return string # The text.
function Utils.url_decode(text) end

---Takes white space off both ends.
---@param text string The text, or any bytes.
---@return string # The rest.
function Utils.trim(text) end

---Divides text at a separator, which is taken as it is: no pattern.
---
---```lua
---for _, line in ipairs(Utils.split(answer.text, "\n")) do print(Utils.trim(line)) end
---```
---@param text string The text.
---@param separator string What stands between the parts; not empty.
---@param limit? integer Parts at most; the last one has the rest.
---@return string[] # The parts, empty ones too.
function Utils.split(text, separator, limit) end
