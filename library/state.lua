---@meta
-- State: generated from the description of the API; do not edit.

---What is known of a backup.
---@class StateBackup
---@field id string Its id.
---@field created_at string When it was made: RFC 3339, UTC.
---@field kind "full"|"incremental" Everything, or what has changed since `base`.
---@field base? string The id of the backup it is built on.
---@field entries integer How many entries it brings back.
---@field bytes integer Of its content.
---@field file_bytes integer Of its file.
local StateBackup = {}

---Options.
---@class StateSetOptions
---@field ttl_seconds? number Seconds until it is forgotten; without it, it stays.
---@field version? integer The version that you have read (`State.get_versioned`); 0: it must not be there. Fails, naming both, when somebody else has written since.
---@field ephemeral? boolean Keep it in the memory of this kernel only: it is never written to the disk, and the ones that were not used for longest go first when `cache_size_mb` in `[state]` or 10000 entries are reached.

---Options.
---@class StateCompareAndSwapOptions
---@field ttl_seconds? number Seconds until it is forgotten; without it, it stays.
---@field ephemeral? boolean Keep it in the memory of this kernel only: it is never written to the disk, and the ones that were not used for longest go first when `cache_size_mb` in `[state]` or 10000 entries are reached.

---Options.
---@class StateDeleteOptions
---@field version? integer The version that you have read (`State.get_versioned`); 0: it must not be there. Fails, naming both, when somebody else has written since.

---Keeps values between runs.
State = {}

---Keeps a value under a key, in place of the one before. When it returns, the value is on the disk (unless it is ephemeral, or the backend is `memory`). Fails for functions, userdata, coroutines and tables that contain themselves, naming the place.
---
---```lua
---State.set("global", "theme", { name = "dark", sizes = { 10, 12.5 } })
---State.set("global", "token", "abc", { ttl_seconds = 60 })
---```
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@param value any A string of any bytes, a number, a boolean or a table of them; integers and floats stay what they are. nil removes the entry.
---@param options? StateSetOptions How it is kept.
---@return integer? # The version of the new entry, or nil when it was removed.
function State.set(scope, key, value, options) end

---Keeps a value under a key.
---
---Alias of `State.set`.
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@param value any A string of any bytes, a number, a boolean or a table of them; integers and floats stay what they are. nil removes the entry.
---@param options? StateSetOptions How it is kept.
---@return integer? # The version of the new entry, or nil when it was removed.
function State.save(scope, key, value, options) end

---Reads what is kept under a key.
---
---```lua
---local theme = State.get("global", "theme") or { name = "light" }
---print(theme.name)
---```
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@return any # The value, or nil when nothing is there.
function State.get(scope, key) end

---Reads what is kept under a key.
---
---Alias of `State.get`.
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@return any # The value, or nil when nothing is there.
function State.load(scope, key) end

---Reads a value together with its version, to write it later only if nobody else has written meanwhile.
---
---```lua
---local count, version = State.get_versioned("global", "count")
---State.set("global", "count", (count or 0) + 1, { version = version })
---```
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@return any # The value, or nil when nothing is there.
---@return integer # Its version: it grows with every write; 0 when nothing is there.
function State.get_versioned(scope, key) end

---Reads a key from the first scope in which it is there. `"session"` is passed over while no session is current.
---
---```lua
---local language, from = State.get_with_fallback("agent:poet", "language", { "workflow:book", "global" })
---```
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@param fallbacks string[] The scopes to look in next, in this order.
---@return any # The value, or nil when nothing is there.
---@return string? # The scope in which it was found.
function State.get_with_fallback(scope, key, fallbacks) end

---Writes a value only if what is there equals the expected one, in one step that no other script or kernel can come between. Tables are compared by what is in them.
---
---```lua
---if State.compare_and_swap("global", "leader", nil, "me") then print("I lead") end
---```
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@param expected? any What must be there; nil: nothing.
---@param value? any What shall be there; nil: nothing.
---@param options? StateCompareAndSwapOptions How it is kept.
---@return boolean # Whether it was written.
---@return any # What is there now.
function State.compare_and_swap(scope, key, expected, value, options) end

---Changes a value by a function, which is given what is there and returns what shall be there. When somebody else writes meanwhile, it is called again with the new value: it should do nothing else.
---
---```lua
---local visits = State.update("global", "visits", function(n) return (n or 0) + 1 end)
---```
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@param change fun(value: any): any Gets the value, or nil when nothing is there; returns the new one, or nil to remove it.
---@param options? StateCompareAndSwapOptions How it is kept.
---@return any # What is there now.
function State.update(scope, key, change, options) end

---Removes what is kept under a key.
---
---```lua
---State.set("global", "theme", "dark")
---print(State.delete("global", "theme")) --> true
---```
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@param options? StateDeleteOptions On what condition.
---@return boolean # Whether it was there.
function State.delete(scope, key, options) end

---Lists the keys of a scope.
---
---```lua
---for _, key in ipairs(State.list_keys("global")) do print(key) end
---```
---@param scope string Whom it belongs to: `"global"`, `"session"` (the current session), `"session:<id>"`, `"agent:<id>"`, `"workflow:<id>"`, `"tool:<id>"`; any other name is a scope of your own, listed as `"custom:<name>"`.
---@return string[] # The keys, in the order of their bytes.
function State.list_keys(scope) end

---Lists the scopes that hold anything and that this script can reach.
---@return string[] # Their names, in the order of their bytes.
function State.list_scopes() end

---Reads what a step of a workflow has kept. The same as `State.get("workflow:<id>", step)`.
---@param id string Which workflow.
---@param step string The name of the step.
---@return any # The value, or nil when nothing is there.
function State.workflow_get(id, step) end

---Lists the steps of a workflow that have kept something.
---@param id string Which workflow.
---@return string[] # The keys, in the order of their bytes.
function State.workflow_list(id) end

---Reads what is kept for an agent. The same as `State.get("agent:<id>", key)`.
---@param id string Which agent.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@return any # The value, or nil when nothing is there.
function State.agent_get(id, key) end

---Keeps something for a agent. The same as `State.set("agent:<id>", key, value)`.
---@param id string Which agent.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@param value any A string of any bytes, a number, a boolean or a table of them; integers and floats stay what they are. nil removes the entry.
---@return integer? # The version of the new entry, or nil when it was removed.
function State.agent_set(id, key, value) end

---Reads what is kept for a tool. The same as `State.get("tool:<id>", key)`.
---@param id string Which tool.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@return any # The value, or nil when nothing is there.
function State.tool_get(id, key) end

---Keeps something for a tool. The same as `State.set("tool:<id>", key, value)`.
---@param id string Which tool.
---@param key string The name within the scope; text in UTF-8, not empty, at most 1469 bytes together with the name of the scope.
---@param value any A string of any bytes, a number, a boolean or a table of them; integers and floats stay what they are. nil removes the entry.
---@return integer? # The version of the new entry, or nil when it was removed.
function State.tool_set(id, key, value) end

---Copies everything that is kept - state, sessions, artifacts - as it is at this moment into a file of its own. Ephemeral entries are left out. Old backups go then, as `State.cleanup_backups` says, but never the new one or what it stands on.
---
---```lua
---local backup = State.create_backup()
---print(backup.id, backup.entries)
---```
---@param incremental? boolean Only what has changed since the newest backup; restoring it needs those before it.
---@return StateBackup # The backup.
function State.create_backup(incremental) end

---Lists the backups, the newest first.
---@return StateBackup[] # What is known of each.
function State.list_backups() end

---Puts everything back as it was, byte for byte, in one step: when it fails or the kernel dies meanwhile, everything is as before. What is there now is backed up first, as `State.create_backup` does it; the restored backup stays. Ephemeral entries are forgotten.
---
---```lua
---local backup = State.create_backup()
---State.delete("global", "theme")
---print(State.restore_backup(backup.id).entries .. " entries are as they were")
---```
---@param id string The id, as `State.list_backups` tells it.
---@return table # `id` that was restored, `entries` in it, and `replaced`: the id of the backup of what was there before; nil when that was damaged; `lost_contents`: how many large contents of artifacts neither the backup nor the store has any more.
function State.restore_backup(id) end

---Reads a backup, those it needs, and the contents of its artifacts, to the last byte.
---
---```lua
---local check = State.validate_backup(State.create_backup().id)
---print(check.valid, table.concat(check.errors, "\n"))
---```
---@param id string The id, as `State.list_backups` tells it.
---@return table # `valid`, the `errors` as an array of texts, and the number of `entries`.
function State.validate_backup(id) end

---Removes old backups: more than `max_backups`, or older than `max_backup_age` seconds, as `[runtime.state_persistence.backup]` says. What a backup that stays is built on, stays. Contents of artifacts that no backup names go an hour after they were last copied.
---
---```lua
---local dry_run = true
---print(#State.cleanup_backups(dry_run).removed .. " would go")
---```
---@param dry_run? boolean Only tell what would be removed.
---@return table # `removed`: the ids; `kept`: how many are left; `freed_bytes`; `dry_run`.
function State.cleanup_backups(dry_run) end

---Measures what is kept.
---@return table # `backend`, `entries`, `total_bytes`, `scopes` (the bytes of each scope that this script reaches), `ephemeral_entries`, `ephemeral_bytes`, `backup_count`, `backup_bytes`.
function State.get_storage_usage() end
