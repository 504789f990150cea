---@meta
-- Configuration: generated from the description of the API; do not edit.

---A provider of models.
---@class ConfigProvider
---@field name string Models are `name/model`.
---@field provider_type string What it speaks: `openai`, `anthropic`, `demo`, ….
---@field enabled boolean Whether agents can use it.
---@field base_url? string Its address, where one is set.
---@field api_key_env? string The variable its key is read from, where one is set.
---@field default_model? string The model of agents that name none.
---@field temperature? number Sampling temperature.
---@field max_tokens? integer Most tokens of one answer.
---@field timeout_seconds number Time of one request; 0: no limit.
---@field max_retries integer Tries after the first.
local ConfigProvider = {}

---What scripts may do, in short.
---@class ConfigSecurity
---@field allow_file_access boolean Whether there are folders beside the script's own.
---@field allow_network_access boolean Whether tools may ask hosts.
---@field allow_process_spawn boolean Whether programs may be started.
---@field max_memory_bytes integer What a script may keep in memory; 0: no limit.
---@field max_execution_time_ms integer How long a script may run; 0: no limit.
local ConfigSecurity = {}

---Options.
---@class ConfigSetProviderConfig
---@field enabled? boolean false: agents cannot use it.
---@field default_model? string The model of agents that name none.
---@field temperature? number Sampling temperature of agents that set none.
---@field max_tokens? integer Most tokens of one answer of agents that set none.
---@field timeout_seconds? number Time of one request; 0: no limit.
---@field max_retries? integer Tries after the first.
---@field provider_type? string `demo` for a new name.

---Options.
---@class ConfigSetSecurityConfig
---@field allow_file_access? boolean As `Config.getSecurity` tells it.
---@field allow_network_access? boolean As `Config.getSecurity` tells it.
---@field allow_process_spawn? boolean As `Config.getSecurity` tells it.

---The configuration.
Config = {}

---Gives the whole configuration that holds for the script: what was set, and the defaults of the rest. Secrets are masked.
---
---```lua
---print(Config.get().kernel.port)
---```
---@return table # Sections and keys, spelled as in `llmspell.toml`.
function Config.get() end

---Gives the same as `Config.get`, as a value that `JSON.stringify` takes.
---
---```lua
---print(JSON.stringify(Config.toJson()))
---```
---@return table # The configuration.
function Config.toJson() end

---Gives one section of the configuration, or one key.
---
---```lua
---print(Config.getSection("kernel.limits.max_memory_mb"), Config.getSection("tools.system").allow_process_execution)
---```
---@param name string For instance `tools`, `tools.http_request` or `kernel.port`.
---@return any? # The section; nil when nothing of it is set and it has no defaults.
function Config.getSection(name) end

---Tells the language of scripts.
---@return string # `lua`.
function Config.getDefaultEngine() end

---Gives the section `tools`.
---@return table # The section.
function Config.getTools() end

---Lists the providers of models.
---@return string[] # Their names, sorted.
function Config.listProviders() end

---Describes a provider, without its key.
---
---```lua
---local provider = Config.getProvider("demo")
---print(provider.provider_type, provider.default_model)
---```
---@param name string The X of `[providers.X]`.
---@return ConfigProvider? # The provider, or nil when there is none of that name.
function Config.getProvider(name) end

---Changes how this script uses a provider, or adds one that answers as `demo` does. It holds for agents that are made from now on, until the VM of the script ends; nothing is written. Where requests and keys go is for the configuration only, and a provider that is turned off there stays so; what a script has turned off itself, it may turn on again.
---
---```lua
---Config.setProvider("practice", { provider_type = "demo" })
---print(Agent.create("actor", { model = "practice/echo" }):execute({ prompt = "hello" }).text)
---```
---@param name string A provider of the configuration, or a new name.
---@param config ConfigSetProviderConfig What changes.
function Config.setProvider(name, config) end

---Tells what scripts may do, in short.
---@return ConfigSecurity # The rules.
function Config.getSecurity() end

---Says what the script takes to be allowed: passes when that is what holds, and fails when it is not, naming the key. A script cannot change what it may do.
---@param config ConfigSetSecurityConfig What shall hold.
function Config.setSecurity(config) end

---Tells whether a file may be read, or, without a path, whether there are places beside the script's own folder.
---
---```lua
---print(Config.isFileAccessAllowed("/etc/passwd"))
---```
---@param path? string The file or folder, relative to the working directory; it need not be there.
---@return boolean # Whether it may.
function Config.isFileAccessAllowed(path) end

---Tells whether tools may ask a host, or, without one, any host. The host is judged by its name; when a request is made, so is the address that the name leads to.
---
---```lua
---print(Config.isNetworkAccessAllowed("https://example.org/page"))
---```
---@param url? string A URL, or the name of a host.
---@return boolean # Whether they may.
function Config.isNetworkAccessAllowed(url) end

---Says that the script needs a folder: passes when it may be written to already, and fails when it may not, naming the key to change. A script cannot open further folders for itself.
---
---```lua
---local ok, problem = pcall(Config.addAllowedPath, "/srv/reports")
---if not ok then print(problem) end -- names the key that would allow it
---```
---@param path string The folder, relative to the working directory.
function Config.addAllowedPath(path) end

---Tells what a script may do with the configuration.
---@return table # A table of booleans: `read` and `modify_providers` are true; `modify_tools`, `modify_runtime`, `modify_security` and `access_secrets` are false.
function Config.getPermissions() end

---Remembers what the script has changed so far.
---
---```lua
---local before = Config.snapshot()
---Config.setProvider("demo", { enabled = false })
---Config.restoreSnapshot(before)
---```
---@return integer # What `Config.restoreSnapshot` knows it by: milliseconds since 1970. The last 100 are kept.
function Config.snapshot() end

---Takes back what the script has changed since.
---@param timestamp integer What `Config.snapshot` answered.
function Config.restoreSnapshot(timestamp) end
